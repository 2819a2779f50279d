import type { Machine } from '../../../../local/states/definition.ts';
import { Failure } from '../../../../local/states/failure.ts';
import { isObject, type Json } from '../../../../local/states/json.ts';
import { Executions } from '../../../../local/states/service/executions.ts';
import { call, chain, pass } from '../rig.ts';
import { virtualClock } from '../virtual-clock.ts';
import { memoryStore } from './memory.ts';
import { machineOf } from './served.ts';

/** Fails twice, by what the context object says of it, and then answers. */
async function answer(state: string, input: Json): Promise<Json> {
  await new Promise((resolve) => setImmediate(resolve));
  if (state.startsWith('Busy') && isObject(input) && Number(input.retries) < 2) throw new Failure('Busy', 'again');
  if (state === 'Broken') throw new Failure('Broken', 'for good');
  return { from: state, input };
}

/** Starts a machine, or goes on with one from what is kept. */
async function settled(definition: Machine, kept: Parameters<typeof memoryStore>[0] = [], now?: number) {
  const asked: string[] = [];
  /** How many calls were begun when each line was kept. */
  const begun: number[] = [];
  const clock = virtualClock(undefined, now);
  const { store, lines } = memoryStore(kept, () => begun.push(asked.length));
  const executions = new Executions({
    region: 'local',
    account: '000000000000',
    machines: { machine: { definition } },
    store,
    world: {
      clock,
      random: () => 0.5,
      uuid: () => 'id',
      tasks: ({ state, scope, input }) => {
        asked.push(`${scope} ${state}`);
        return answer(state, input);
      },
      objects: { read: async () => new Uint8Array(), list: async () => [], write: async () => undefined },
    },
  });
  executions.resume();
  if (kept.length === 0) executions.start(executions.machineArn('machine'), 'one', { list: [1, 2] });
  await executions.settled();
  const [execution] = executions.list();
  if (!execution) throw new Error('There is no execution');
  const events = execution.events.map(({ timestamp: _, ...event }) => event);
  return { asked, begun, lines, events, end: execution.end, ended: clock.now().getTime() };
}

const careful = {
  ...call,
  Parameters: { 'retries.$': '$$.State.RetryCount' },
  Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 10 }],
};
const caught = { ...call, Catch: [{ ErrorEquals: ['Broken'], Next: 'After', ResultPath: '$.error' }] };
const wait = { Type: 'Wait', Seconds: 30 };

/** Everything that an execution can be in the middle of, one after the other. */
const oneByOne = machineOf({
  First: { ...call, Assign: { 'kept.$': '$.from' }, ResultPath: '$.first' },
  Busy: { ...careful, ResultPath: '$.busy' },
  Wait: wait,
  Each: {
    Type: 'Map',
    ItemsPath: '$.list',
    MaxConcurrency: 1,
    ItemProcessor: chain({ Do: call, Rest: wait, BusyToo: careful }),
    ResultPath: '$.each',
  },
  Both: { Type: 'Parallel', Branches: [chain({ Left: call, Then: pass })], ResultPath: '$.both' },
  Broken: caught,
  After: { ...call, Parameters: { 'kept.$': '$kept', 'error.$': '$.error' } },
});

it('goes on from wherever it was, as if it had never stopped', async () => {
  const whole = await settled(oneByOne);
  expect(whole.end).toMatchObject({ status: 'SUCCEEDED' });
  expect(whole.lines.length).toBeGreaterThan(20);
  for (const [at, begun] of whole.begun.entries()) {
    const rest = await settled(oneByOne, whole.lines.slice(0, at + 1));
    expect(rest.events).toEqual(whole.events);
    expect(rest.end).toMatchObject({ status: 'SUCCEEDED' });
    const again = begun + rest.asked.length - whole.asked.length;
    expect([0, 1]).toContain(again); // the call that was under way, and none that was done
    expect(rest.asked).toEqual(whole.asked.slice(begun - again));
  }
});

const hour = 60 * 60_000;
const firstTime = Date.parse('2026-01-01T00:00:00Z');

it('ends a Wait when it would have ended', async () => {
  const definition = machineOf({ Do: { Type: 'Wait', Seconds: 3600 } });
  const { lines } = await settled(definition);
  const endsAt = async (later: number) => (await settled(definition, lines.slice(0, 1), firstTime + later)).ended;
  expect(await endsAt(hour / 2)).toBe(firstTime + hour);
  expect(await endsAt(2 * hour)).toBe(firstTime + 2 * hour);
});

it('tries again when it would have tried', async () => {
  const definition = machineOf({ Busy: { ...careful, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1200 }] } });
  const { lines } = await settled(definition);
  const paused = lines.findIndex(({ line }) => JSON.stringify(line).includes('"until"'));
  const endsAt = async (later: number) =>
    (await settled(definition, lines.slice(0, paused + 1), firstTime + later)).ended;
  expect(await endsAt(hour / 4)).toBe(firstTime + hour);
  expect(await endsAt(hour)).toBe(firstTime + hour + 2_400_000);
});

it('counts the time of the process that is gone to what a machine may take', async () => {
  const definition = machineOf({ Do: { Type: 'Wait', Seconds: 3600 } }, { TimeoutSeconds: 1800 });
  const { lines, end } = await settled(definition);
  expect(end).toMatchObject({ status: 'TIMED_OUT' });
  const rest = await settled(definition, lines.slice(0, 1), firstTime + hour / 4);
  expect(rest.end).toMatchObject({ status: 'TIMED_OUT' });
  expect(rest.ended).toBe(firstTime + hour / 2);
});

it('goes on with branches and items that were under way at once', async () => {
  const definition = machineOf({
    Both: {
      Type: 'Parallel',
      Branches: [
        chain({ Left: call, Busy: careful }),
        chain({ Each: { Type: 'Map', ItemsPath: '$.list', ItemProcessor: chain({ Rest: wait, Do: call }) } }),
      ],
    },
    After: call,
  });
  const whole = await settled(definition);
  const kinds = ({ events }: typeof whole) => events.map(({ type }) => type).toSorted();
  expect(whole.end).toMatchObject({ status: 'SUCCEEDED' });
  for (const at of whole.begun.keys()) {
    const rest = await settled(definition, whole.lines.slice(0, at + 1));
    expect(kinds(rest)).toEqual(kinds(whole));
    expect(rest.end).toEqual(expect.objectContaining({ status: 'SUCCEEDED', output: outputOf(whole) }));
    expect(rest.events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
  }
});

const outputOf = ({ end }: Awaited<ReturnType<typeof settled>>) =>
  end?.status === 'SUCCEEDED' ? end.output : undefined;

it('goes on with the children of a distributed Map that have not ended', async () => {
  const ItemProcessor = {
    ...chain({ Do: call, Rest: wait }),
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  };
  const definition = machineOf({ Each: { Type: 'Map', ItemsPath: '$.list', ItemProcessor, MaxConcurrency: 1 } });
  const whole = await settled(definition);
  for (const [at, begun] of whole.begun.entries()) {
    const rest = await settled(definition, whole.lines.slice(0, at + 1));
    expect(rest.events).toEqual(whole.events);
    expect([0, 1]).toContain(begun + rest.asked.length - whole.asked.length);
  }
});
