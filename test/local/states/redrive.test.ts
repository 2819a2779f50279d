import { Failure, Stopped } from '../../../local/states/failure.ts';
import { again, call, chain, failing, pass, run } from './rig.ts';

/** Runs a machine whose tasks fail at first, then takes it up again with tasks that do not. */
async function redriven(
  definition: object,
  given: Parameters<typeof run>[1] = {},
  better: Parameters<typeof run>[1] = {},
) {
  const first = await run(definition, given);
  const second = await run(definition, { ...given, tasks: {}, ...better, redrive: again(first) });
  return { first, second, added: second.types.slice(first.types.length) };
}

it('does again what has failed, and nothing that was done before', async () => {
  const states = {
    Before: { ...call, Assign: { 'kept.$': '$' } },
    Fails: { ...call, Parameters: { 'x.$': '$kept', 'of.$': '$$.Execution' } },
    After: call,
  };
  const { first, second, added } = await redriven(chain(states), {
    tasks: { Before: () => 7, Fails: failing(1, 'A') },
  });
  expect(first).toMatchObject({ status: 'FAILED', error: 'A' });
  expect(second).toMatchObject({ status: 'SUCCEEDED' });
  expect(second.asked.map(([state]) => state)).toEqual(['Fails', 'After']);
  const at = second.history[first.history.length]?.timestamp.toISOString().replace('.000', '');
  expect(first.asked[1]).toMatchObject(['Fails', { x: 7, of: { RedriveCount: 0 } }]);
  expect(first.asked[1]?.[1]).not.toHaveProperty('of.RedriveTime');
  expect(second.asked[0]).toMatchObject(['Fails', { x: 7, of: { RedriveCount: 1, RedriveTime: at } }]);
  expect(added.slice(0, 3)).toEqual(['ExecutionRedriven', 'LambdaFunctionScheduled', 'LambdaFunctionStarted']);
  expect(second.history.slice(0, first.history.length)).toEqual(first.history);
});

it('tries as often as at first', async () => {
  const definition = chain({ Do: { ...call, Retry: [{ ErrorEquals: ['A'], MaxAttempts: 2 }] } });
  const { first, second } = await redriven(
    definition,
    { tasks: { Do: failing(9, 'A') } },
    { tasks: { Do: failing(2, 'A') } },
  );
  expect([first.asked.length, second.asked.length, second.status]).toEqual([3, 3, 'SUCCEEDED']);
});

it.each([
  ['a Map', { Type: 'Map', ItemProcessor: chain({ First: call, Do: call }) }],
  [
    'a distributed Map',
    {
      Type: 'Map',
      ItemProcessor: {
        ...chain({ First: call, Do: call }),
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
    },
  ],
])('goes on with the items of %s that have not ended', async (_, map) => {
  const bad = (input: unknown) => {
    if (input === 2) throw new Failure('A');
    return input === 1 ? 'one' : 'three';
  };
  const First = (input: unknown) => Number(input);
  const given = { input: [1, 2, 3], tasks: { First, Do: bad } };
  const { second } = await redriven(chain({ Each: { ...map, MaxConcurrency: 1 } }), given, {
    tasks: { First, Do: (input) => `${input} again` },
  });
  expect(second).toMatchObject({ output: ['one', '2 again', '3 again'] });
  expect(second.asked).toEqual([
    ['Do', 2],
    ['First', 3],
    ['Do', 3],
  ]);
});

it('goes on with the branches of a Parallel that have not ended', async () => {
  const both = {
    Type: 'Parallel',
    Branches: [chain({ Left: call }), chain({ Wait: { Type: 'Wait', Seconds: 5 }, Right: call })],
  };
  const given = { tasks: { Left: () => 'left', Right: failing(1, 'A') } };
  const { second } = await redriven(chain({ Both: both }), given, { tasks: { Right: () => 'right' } });
  expect(second).toMatchObject({ output: ['left', 'right'], asked: [['Right', {}]], pauses: [] });
});

it('begins a container anew that a loop comes to again', async () => {
  const States = {
    Each: { Type: 'Map', ItemsPath: '$.list', ItemProcessor: chain({ Do: call }), ResultPath: '$.list', Next: 'Count' },
    Count: { ...pass, Parameters: { 'list.$': '$.list', 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Enough' },
    Enough: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: 3, Next: 'Each' }], Default: 'Done' },
    Done: { Type: 'Succeed' },
  };
  const twice = (input: unknown) => Number(input) * 2;
  let calls = 0;
  const once = (input: unknown) => {
    if (++calls === 4) throw new Failure('A');
    return twice(input);
  };
  const { second } = await redriven(
    { StartAt: 'Each', States },
    { input: { list: [1, 2], n: 0 }, tasks: { Do: once } },
    { tasks: { Do: twice } },
  );
  expect(second).toMatchObject({ output: { list: [8, 16], n: 3 } });
});

it('takes up what was stopped, and what took too long', async () => {
  const stop = new AbortController();
  const Do = () => {
    stop.abort(new Stopped());
    return new Promise<never>(() => {});
  };
  const stopped = await redriven(
    chain({ One: call, Do: call }),
    { tasks: { Do }, signal: stop.signal },
    { signal: new AbortController().signal },
  );
  expect([stopped.first.status, stopped.second.status, stopped.second.asked.length]).toEqual([
    'ABORTED',
    'SUCCEEDED',
    1,
  ]);
  const slow = chain({ One: { Type: 'Wait', Seconds: 6 }, Two: { Type: 'Wait', Seconds: 6 } }, { TimeoutSeconds: 10 });
  const late = await redriven(slow);
  expect([late.first.status, late.second.status]).toEqual(['TIMED_OUT', 'SUCCEEDED']);
});
