import type { Clock } from '../../../local/states/clock.ts';
import { Failure, Stopped } from '../../../local/states/failure.ts';
import { call, chain, failing, pass, run } from './rig.ts';

const retrying = (rule: object) => chain({ Do: { ...call, Retry: [{ ErrorEquals: ['States.ALL'], ...rule }] } });

describe('Retry', () => {
  it('tries three times more unless told otherwise, each time after twice as long', async () => {
    const { status, asked, pauses } = await run(retrying({}), { tasks: { Do: failing(9, 'A') } });
    expect([status, asked.length, pauses]).toEqual(['FAILED', 4, [1, 2, 4]]);
  });

  it('waits as IntervalSeconds, BackoffRate and MaxDelaySeconds say', async () => {
    const rule = { IntervalSeconds: 3, BackoffRate: 4, MaxDelaySeconds: 20, MaxAttempts: 5 };
    const { pauses } = await run(retrying(rule), { tasks: { Do: failing(9, 'A') } });
    expect(pauses).toEqual([3, 12, 20, 20, 20]);
  });

  it('draws the delay from nothing up to all of it with full jitter', async () => {
    const given = { tasks: { Do: failing(9, 'A') }, random: () => 0.25 };
    expect((await run(retrying({ JitterStrategy: 'FULL', IntervalSeconds: 8 }), given)).pauses).toEqual([2, 4, 8]);
  });

  it('draws from what MaxDelaySeconds leaves of it, and not at all without jitter', async () => {
    const given = () => ({ tasks: { Do: failing(9, 'A') }, random: () => 0.5 });
    const rule = { IntervalSeconds: 8, MaxDelaySeconds: 10 };
    expect((await run(retrying({ ...rule, JitterStrategy: 'FULL' }), given())).pauses).toEqual([4, 5, 5]);
    expect((await run(retrying({ ...rule, JitterStrategy: 'NONE' }), given())).pauses).toEqual([8, 10, 10]);
  });

  it('is not done at all where MaxAttempts is 0, whatever the rules behind it say', async () => {
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    const { asked } = await run(chain({ Do: { ...call, Retry } }), { tasks: { Do: failing(9, 'A') } });
    expect(asked).toHaveLength(1);
  });

  it('counts anew when a state is entered again', async () => {
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 1 }];
    const definition = {
      StartAt: 'Do',
      States: {
        Do: { ...call, Retry, ResultPath: '$.n', Next: 'Which' },
        Which: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 4, Next: 'End' }], Default: 'Do' },
        End: { Type: 'Succeed' },
      },
    };
    let n = 0;
    const Do = () => {
      if (++n % 2) throw new Failure('A');
      return n;
    };
    expect(await run(definition, { tasks: { Do } })).toMatchObject({ status: 'SUCCEEDED', pauses: [1, 1] });
  });

  it('counts for each rule by itself, and tells the context object', async () => {
    const state = {
      ...call,
      Parameters: { 'tries.$': '$$.State.RetryCount' },
      Retry: [
        { ErrorEquals: ['A'], MaxAttempts: 1 },
        { ErrorEquals: ['B'], MaxAttempts: 2, IntervalSeconds: 5 },
      ],
    };
    const errors = ['A', 'B', 'B'];
    const Do = () => {
      const error = errors.shift();
      if (error) throw new Failure(error);
      return 'done';
    };
    const { status, asked, pauses } = await run(chain({ Do: state }), { tasks: { Do } });
    expect([status, pauses]).toEqual(['SUCCEEDED', [1, 5, 10]]);
    expect(asked.map(([, input]) => input)).toEqual([0, 1, 2, 3].map((tries) => ({ tries })));
  });

  it.each([
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.ALL', 'States.Timeout', true],
    ['Other', 'Anything', false],
  ])('by %s, and %s: %s', async (name, error, again) => {
    const definition = chain({ Do: { ...call, Retry: [{ ErrorEquals: [name] }] } });
    const { status } = await run(definition, { tasks: { Do: failing(1, error) } });
    expect(status).toBe(again ? 'SUCCEEDED' : 'FAILED');
  });

  it.each([
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.TaskFailed', 'States.DataLimitExceeded', false],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.ALL', 'States.Timeout', true],
    ['States.TaskFailed', 'Anything', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', false],
  ])('a Catch of %s takes %s: %s', async (name, error, taken) => {
    const Catch = [{ ErrorEquals: [name], Next: 'Caught' }];
    const { status } = await run(chain({ Do: { ...call, Catch }, Caught: pass }), { tasks: { Do: failing(1, error) } });
    expect(status).toBe(taken ? 'SUCCEEDED' : 'FAILED');
  });

  it('is exhausted before a Catch takes the failure, the first that names it', async () => {
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 2 }];
    const Catch = ['B', 'A', 'States.ALL'].map((name) => ({
      ErrorEquals: [name],
      Next: name === 'A' ? 'Right' : 'Wrong',
    }));
    const States = {
      Do: { ...call, Retry, Catch, End: true },
      Right: { ...pass, End: true },
      Wrong: { Type: 'Fail' },
    };
    const ended = await run({ StartAt: 'Do', States }, { tasks: { Do: failing(9, 'A') } });
    expect(ended).toMatchObject({ output: { Error: 'A', Cause: 'on purpose' }, pauses: [1, 2] });
  });

  it('never takes what is wrong with the definition', async () => {
    const rules = { Retry: [{ ErrorEquals: ['States.ALL'] }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }] };
    const states = { Do: { ...call, Parameters: { 'a.$': '$.nothing' }, ...rules }, End: pass };
    expect(await run(chain(states))).toMatchObject({ status: 'FAILED', error: 'States.Runtime', asked: [] });
  });

  it('does a whole Map or Parallel again', async () => {
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 7 }];
    const parallel = { Type: 'Parallel', Branches: [chain({ Left: call }), chain({ Right: call })], Retry };
    const ended = await run(chain({ Both: parallel }), {
      tasks: { Left: failing(1, 'A', 1), Right: () => 2 },
    });
    expect(ended).toMatchObject({ output: [1, 2], pauses: [7] });
    expect(ended.asked.filter(([state]) => state === 'Left')).toHaveLength(2);
  });
});

describe('time', () => {
  it('ends a task that takes longer than it may', async () => {
    const { types, ...ended } = await run(chain({ Do: { ...call, TimeoutSeconds: 30 } }), {
      tasks: { Do: () => new Promise(() => {}) },
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout', seconds: 30 });
    expect(types).toContain('LambdaFunctionTimedOut');
  });

  it('ends a task that has been silent for too long, and no other', async () => {
    const state = { ...call, TimeoutSeconds: 600, HeartbeatSeconds: 10 };
    const Do = async (_: unknown, { beat, signal }: { beat: () => void; signal: AbortSignal }, clock: Clock) => {
      for (let beats = 3; beats > 0; beats--) {
        await clock.sleep(8000, signal);
        beat();
      }
      return new Promise<never>(() => {});
    };
    const ended = await run(chain({ Do: state }), { tasks: { Do } });
    expect(ended).toMatchObject({ error: 'States.Timeout', seconds: 3 * 8 + 10 });
  });

  it.each(['TimeoutSecondsPath', 'HeartbeatSecondsPath'])('is said by %s too', async (field) => {
    const given = { input: { limit: 7 }, tasks: { Do: () => new Promise<never>(() => {}) } };
    const ended = await run(chain({ Do: { ...call, [field]: '$.limit' } }), given);
    expect(ended).toMatchObject({ error: 'States.Timeout', seconds: 7 });
    for (const limit of ['long', 0, -1]) {
      const wrong = await run(chain({ Do: { ...call, [field]: '$.limit' } }), { input: { limit } });
      const cause = expect.stringContaining(field.replace('Path', ''));
      expect(wrong).toMatchObject({ error: 'States.Runtime', cause, asked: [] });
    }
  });

  it('of silence is taken by its own name, and by that of any time-out', async () => {
    const caught = async (name: string) => {
      const Catch = [{ ErrorEquals: [name], Next: 'End' }];
      const states = { Do: { ...call, HeartbeatSeconds: 5, Catch }, End: { Type: 'Succeed' } };
      return (await run(chain(states), { tasks: { Do: () => new Promise(() => {}) } })).status;
    };
    expect(await Promise.all(['States.HeartbeatTimeout', 'States.Timeout', 'States.TaskFailed'].map(caught))).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'FAILED',
    ]);
  });

  it('ends a machine that takes longer than it may', async () => {
    const definition = chain({ Long: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 60 });
    expect(await run(definition)).toMatchObject({ status: 'TIMED_OUT', seconds: 60 });
  });

  it('waits for seconds, and until the second of a moment, in whatever zone it is told', async () => {
    const states = {
      A: { Type: 'Wait', Seconds: 90 },
      B: { Type: 'Wait', Timestamp: '2026-01-01T02:00:00.9+01:00' },
      C: { Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z' },
    };
    expect(await run(chain(states))).toMatchObject({ status: 'SUCCEEDED', seconds: 3600 });
  });
});

describe('a branch that fails', () => {
  const twins = (more: object = {}) =>
    chain({ Both: { Type: 'Parallel', Branches: [chain({ Left: call }), chain({ Right: call })], ...more } });

  it('stops its neighbours, which are told, and fails the state with its error', async () => {
    let told: unknown;
    const Right = (_: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise<never>(() => {
        signal.addEventListener('abort', () => {
          told = signal.reason;
        });
      });
    const { types, ...ended } = await run(twins(), { tasks: { Left: failing(1, 'A'), Right } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'A', cause: 'on purpose' });
    expect(told).toBeInstanceOf(Stopped);
    expect(types.filter((type) => type === 'TaskStateAborted')).toHaveLength(2);
    expect(types.slice(-2)).toEqual(['ParallelStateFailed', 'ExecutionFailed']);
  });

  it('starts no further item of a Map', async () => {
    const map = { Type: 'Map', MaxConcurrency: 2, ItemProcessor: chain({ Do: call }) };
    const { asked } = await run(chain({ Each: map }), { input: [1, 2, 3, 4, 5, 6], tasks: { Do: failing(1, 'A') } });
    expect(asked.length).toBeLessThan(4);
  });
});

describe('a stop', () => {
  it('ends the execution wherever it is', async () => {
    const stop = new AbortController();
    const Do = () => {
      stop.abort(new Stopped());
      return new Promise<never>(() => {});
    };
    const { status, types } = await run(chain({ Do: call }), { tasks: { Do }, signal: stop.signal });
    expect(status).toBe('ABORTED');
    expect(types.at(-1)).toBe('ExecutionAborted');
  });
});

it('carries no more than 256 KiB from state to state', async () => {
  const grow = { ...pass, Parameters: { 'twice.$': "States.Format('{}{}', $.text, $.text)" } };
  const ended = await run(chain({ Grow: grow }), { input: { text: 'x'.repeat(140_000) } });
  expect(ended).toMatchObject({ error: 'States.DataLimitExceeded', cause: expect.stringContaining("'Grow'") });
});

it.each([
  ['arn:aws:states:::lambda:invoke', 'lambda'],
  [call.Resource, call.Resource],
])('takes no answer past 256 KiB of %s', async (Resource, called) => {
  const tasks = { Do: () => 'x'.repeat(262_143) };
  const cause = expect.stringContaining(`The state/task '${called}' returned`);
  expect(await run(chain({ Do: { ...call, Resource } }), { tasks })).toMatchObject({
    error: 'States.DataLimitExceeded',
    cause,
  });
});
