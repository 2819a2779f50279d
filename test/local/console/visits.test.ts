import { firstFailure } from '../../../local/console/run/failure.ts';
import { executionSchema, historySchema } from '../../../local/console/run/history.ts';
import { childName, itemOf } from '../../../local/console/run/item.ts';
import { summariesOf } from '../../../local/console/run/summary.ts';
import { timelineOf } from '../../../local/console/run/timeline.ts';
import { visitsOf } from '../../../local/console/run/visits.ts';
import { Failure } from '../../../local/states/failure.ts';
import { again, call, chain, run } from '../states/rig.ts';
import { eventsOf, told } from './told.ts';

const fails = () => Promise.reject(new Failure('Oops', '{"errorType":"Oops","errorMessage":"it broke"}'));

/** A Map over `$` whose items go through Read and Check. */
const each = (more: object = {}) => ({
  Type: 'Map',
  ItemProcessor: { StartAt: 'Read', States: { Read: { ...call, Next: 'Check' }, Check: { ...call, End: true } } },
  ...more,
});

const execution = (status: string, more: object = {}) =>
  executionSchema.parse({ executionArn: 'a', stateMachineArn: 'm', name: 'run', status, startDate: 0, ...more });

it('tells each state with what went in, what came out, and how long it took', async () => {
  const { visits } = await told(chain({ One: call, Wait: { Type: 'Wait', Seconds: 5 } }), {
    input: { x: 1 },
    tasks: { One: () => ({ y: 2 }) },
  });
  expect(visits).toMatchObject([
    { state: 'One', type: 'Task', status: 'succeeded', input: '{"x":1}', output: '{"y":2}', attempts: [{}] },
    { state: 'Wait', type: 'Wait', status: 'succeeded', after: 'One' },
  ]);
  expect(summariesOf(visits, 0).get('Wait')?.took).toBe(5000);
});

it('tells the items of a Map apart, by what they are called', async () => {
  const { visits } = await told(chain({ Each: each({ MaxConcurrency: 1 }) }), {
    input: [{ source: 'orders' }, 'visits', [3]],
  });
  const reads = visits.filter(({ state }) => state === 'Read');
  expect(reads.map(itemOf)).toEqual(['orders', 'visits', '#2']);
  expect(reads.every(({ within }) => within?.state === 'Each')).toBe(true);
  expect(visits.filter(({ state }) => state === 'Check').map(({ item }) => item)).toEqual([0, 1, 2]);
});

it('tells of a distributed Map which run it has, and why that failed', async () => {
  const ItemProcessor = {
    ...chain({ Read: call }),
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  };
  const { visits } = await told(chain({ Each: { Type: 'Map', ItemProcessor } }), {
    input: [1],
    tasks: { Read: fails },
  });
  expect(visits).toMatchObject([
    {
      state: 'Each',
      status: 'failed',
      mapRun: expect.stringContaining(':mapRun:machine/Each:'),
      error: 'States.ExceedToleratedFailureThreshold',
    },
  ]);
});

it.each([
  ['{"source":"orders"}', 'orders'],
  ['{"Items":[{"id":"a"},{"id":"b"},{"id":"c"}]}', 'a and 2 more'],
  ['{"Items":[7]}', '7'],
  ['{"rows":[1]}', 'id-3'],
  [undefined, 'id-3'],
])('calls a child execution of %s %s', (input, name) => {
  expect(childName({ name: 'id-3', input })).toBe(name);
});

it('counts attempts, and says which of them failed', async () => {
  let left = 2;
  const retry = { Retry: [{ ErrorEquals: ['Oops'], IntervalSeconds: 1, MaxAttempts: 3 }] };
  const { visits } = await told(chain({ Try: { ...call, ...retry } }), {
    tasks: { Try: () => (left-- > 0 ? fails() : {}) },
  });
  expect(visits).toMatchObject([{ status: 'succeeded', attempts: [{ error: 'Oops' }, { error: 'Oops' }, {}] }]);
  expect(visits[0]?.attempts[2]?.error).toBeUndefined();
  expect(summariesOf(visits, 0).get('Try')?.retries).toBe(2);
});

it('says that a failure was caught, and that the run went on', async () => {
  const machine = {
    StartAt: 'Try',
    States: {
      Try: { ...call, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Mend' }], Next: 'Never' },
      Mend: { Type: 'Succeed' },
      Never: { Type: 'Succeed' },
    },
  };
  const { visits } = await told(machine, { tasks: { Try: fails } });
  expect(visits.map(({ state, status }) => [state, status])).toEqual([
    ['Try', 'caught'],
    ['Mend', 'succeeded'],
  ]);
});

it('says of a run that fails inside of a Map which item did, and that the rest was stopped', async () => {
  const { visits } = await told(chain({ Each: each() }), {
    input: ['a', 'b', 'c'],
    tasks: { Check: (input) => (input === 'b' ? fails() : new Promise(() => undefined)) },
    otherwise: (input) => input,
  });
  expect(visits.find(({ state }) => state === 'Each')?.status).toBe('failed');
  const checks = visits.filter(({ state }) => state === 'Check');
  expect(checks.map((one) => [itemOf(one), one.status])).toEqual([
    ['a', 'aborted'],
    ['b', 'failed'],
    ['c', 'aborted'],
  ]);
  expect(firstFailure(execution('FAILED', { error: 'Oops' }), visits)).toMatchObject({
    visit: { state: 'Check', item: 1 },
    error: 'Oops',
    reason: 'it broke',
  });
});

it('tells how long what failed had lasted, too', async () => {
  const { visits } = await told(chain({ Each: each() }), {
    input: [3, 5],
    tasks: { Check: (input, { signal }, clock) => clock.sleep(Number(input) * 1000, signal).then(fails) },
    otherwise: (input) => input,
  });
  const took = [...summariesOf(visits, 0)].map(([state, one]) => [state, one.took]);
  expect(took).toEqual([
    ['Each', 3000],
    ['Read', 0],
    ['Check', 3000],
  ]);
});

it('tells what goes on of an execution that has not ended', async () => {
  const { events } = await told(chain({ One: call, Two: call }));
  const visits = visitsOf(events.slice(0, -4));
  expect(visits.map(({ state, status }) => [state, status])).toEqual([
    ['One', 'succeeded'],
    ['Two', 'running'],
  ]);
  expect(firstFailure(execution('RUNNING'), visits)).toBeUndefined();
});

it('leads from a Fail state back to what was caught before it', async () => {
  const machine = {
    StartAt: 'Try',
    States: {
      Try: { ...call, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'GiveUp' }], End: true },
      GiveUp: { Type: 'Fail', Error: 'GivenUp', Cause: 'It was tried.' },
    },
  };
  const { visits } = await told(machine, { tasks: { Try: fails } });
  const failure = firstFailure(execution('FAILED', { error: 'GivenUp', cause: 'It was tried.' }), visits);
  expect(failure).toMatchObject({ visit: { state: 'Try' }, error: 'Oops', reason: 'it broke' });
});

it('leads from a run that is held to the source that holds it', async () => {
  const machine = {
    StartAt: 'Each',
    States: { Each: each({ Next: 'Held' }), Held: { Type: 'Fail', Error: 'RunHeld', Cause: 'Past its limits.' } },
  };
  const { visits } = await told(machine, {
    input: [{ source: 'orders' }, { source: 'visits' }],
    tasks: { Check: (input) => ({ holds: JSON.stringify(input).includes('visits') }) },
    otherwise: (input) => input,
  });
  const failure = firstFailure(execution('FAILED', { error: 'RunHeld', cause: 'Past its limits.' }), visits);
  expect(failure).toMatchObject({ visit: { state: 'Check', item: 1 }, error: 'RunHeld', reason: 'Past its limits.' });
});

it('tells a run that was taken up again as one that went on', async () => {
  const machine = chain({ Each: each(), Last: call });
  const given = { input: ['a', 'b'], otherwise: (input: unknown) => String(input) };
  const first = await run(machine, { ...given, tasks: { Check: (input) => (input === 'b' ? fails() : 'done') } });
  const { history } = await run(machine, { ...given, redrive: again(first) });
  const visits = visitsOf(eventsOf(history));
  expect(visits.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  const [mended] = visits.filter((one) => one.state === 'Check' && itemOf(one) === 'b');
  expect(mended?.attempts.map(({ error }) => error)).toEqual(['Oops', undefined]);
});

it('puts what ran at once into lanes of its own', async () => {
  const { visits } = await told(chain({ Each: each({ MaxConcurrency: 2 }), Last: call }), {
    input: [3, 5, 2],
    tasks: { Read: async (input, { signal }, clock) => clock.sleep(Number(input) * 1000, signal).then(() => input) },
    otherwise: (input) => input,
  });
  const rows = timelineOf(visits, 0);
  expect(rows.map(({ state, depth, lanes }) => [state, depth, lanes])).toEqual([
    ['Each', 0, 1],
    ['Read', 1, 2],
    ['Check', 1, 1],
    ['Last', 0, 1],
  ]);
  expect(rows[1]?.bars.map(({ from, to, lane }) => [from, to, lane])).toEqual([
    [0, 3000, 0],
    [0, 5000, 1],
    [3000, 5000, 0],
  ]);
});

it('takes what the AWS CLI exports, whose times are text', () => {
  const { events } = historySchema.parse({
    events: [
      { timestamp: '2026-01-01T01:00:00.500000+01:00', type: 'ExecutionStarted', id: 1, previousEventId: 0 },
      { timestamp: 1767225600.5, type: 'PassStateEntered', id: 2, stateEnteredEventDetails: { name: 'One' } },
    ],
  });
  expect(events.map(({ at }) => at)).toEqual([1767225600500, 1767225600500]);
  expect(visitsOf(events)).toMatchObject([{ state: 'One', status: 'running' }]);
});
