import { call, chain, pass, run } from '../../local/states/rig.ts';

/** A machine that goes on for ever. */
const endless = {
  StartAt: 'One',
  States: {
    One: { ...pass, Next: 'Which' },
    Which: { Type: 'Choice', Choices: [{ Variable: '$.never', IsPresent: true, Next: 'End' }], Default: 'One' },
    End: { Type: 'Succeed' },
  },
};
const tooManyEvents = {
  status: 'FAILED',
  error: 'States.Runtime',
  cause: 'The execution reached the maximum number of history events (25000).',
};

describe('the events of an execution', () => {
  it('are 25,000 at most, of which the last tells that it has failed', async () => {
    const { history, ...ended } = await run(endless);
    expect(ended).toMatchObject(tooManyEvents);
    expect(history).toHaveLength(25_000);
    expect(history.at(-1)).toMatchObject({
      type: 'ExecutionFailed',
      executionFailedEventDetails: { error: 'States.Runtime' },
    });
  });

  it('may be 25,000, of which the last tells that it has succeeded', async () => {
    // 2 of the execution, 4 of the Map and its end, 4 for each item, and 2 for each Pass behind it
    const machine = (passes: number) =>
      chain({
        Each: { Type: 'Map', ItemProcessor: chain({ Do: pass }) },
        ...Object.fromEntries(Array.from({ length: passes }, (_, at) => [`P${at}`, pass])),
      });
    const input = Array.from({ length: 6246 }, () => 1);
    const well = await run(machine(5), { input });
    expect([well.status, well.history.length]).toEqual(['SUCCEEDED', 25_000]);
    expect(await run(machine(6), { input })).toMatchObject(tooManyEvents);
  });

  it('are too many for a Catch too, in whatever branch', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const both = {
      Type: 'Parallel',
      Branches: [endless, chain({ Wait: { Type: 'Wait', Seconds: 9 } })],
      Catch,
      End: true,
    };
    const definition = { StartAt: 'Both', States: { Both: both, Caught: { Type: 'Succeed' } } };
    const { history, ...ended } = await run(definition);
    expect(ended).toMatchObject(tooManyEvents);
    expect(history).toHaveLength(25_000);
  });

  it('are as many as it takes where it is Express, until five minutes are over', async () => {
    const slow = { ...endless, States: { ...endless.States, One: { Type: 'Wait', Seconds: 1, Next: 'Which' } } };
    expect(await run(slow, { type: 'EXPRESS' })).toMatchObject({ status: 'TIMED_OUT', seconds: 300 });
    const long = { Type: 'Map', ItemProcessor: chain({ Do: pass }) };
    const { status, history } = await run(chain({ Each: long }), {
      type: 'EXPRESS',
      input: Array.from({ length: 9000 }, () => 1),
    });
    expect([status, history.length > 25_000]).toEqual(['SUCCEEDED', true]);
  });
});

describe('the time of an execution', () => {
  const wait = (Seconds: number, more: object = {}) => chain({ Long: { Type: 'Wait', Seconds } }, more);
  const year = 365 * 24 * 60 * 60;

  it.each([
    ['STANDARD', wait(year + 1), 'TIMED_OUT', year],
    ['STANDARD', wait(year - 1), 'SUCCEEDED', year - 1],
    ['EXPRESS', wait(301), 'TIMED_OUT', 300],
    ['EXPRESS', wait(299), 'SUCCEEDED', 299],
    ['EXPRESS', wait(299, { TimeoutSeconds: 60 }), 'TIMED_OUT', 60],
    ['EXPRESS', wait(301, { TimeoutSeconds: 600 }), 'TIMED_OUT', 300],
  ] as const)(
    'of kind %s is over after what AWS gives it, or it says: %j',
    async (type, definition, status, seconds) => {
      expect(await run(definition, { type })).toMatchObject({ status, seconds });
    },
  );
});

describe('the size of', () => {
  const half = 'x'.repeat(140_000);
  const tooLarge = { status: 'FAILED', error: 'States.DataLimitExceeded' };
  const twice = { 'one.$': '$', 'other.$': '$' };

  it.each<[string, object]>([
    ['what a Task is asked with', { ...call, Parameters: twice, ResultPath: null }],
    [
      'what the branches of a Parallel begin with',
      { Type: 'Parallel', Parameters: twice, Branches: [chain({ Not: { Type: 'Fail' } })] },
    ],
    [
      'what an item of a Map begins with',
      {
        Type: 'Map',
        ItemsPath: '$$.Execution.Input[*]',
        ItemSelector: twice,
        ItemProcessor: chain({ Not: { Type: 'Fail' } }),
      },
    ],
    ['what a state leaves', { ...pass, Parameters: twice }],
    ['what the branches come to', { Type: 'Parallel', Branches: [chain({ Left: pass }), chain({ Right: pass })] }],
    ['what a state assigns', { ...pass, Assign: twice }],
  ])('%s is 256 KiB at most', async (_, state) => {
    const input = 'ItemsPath' in state ? [half] : half;
    expect(await run(chain({ Do: state }), { input })).toMatchObject({ ...tooLarge, asked: [] });
  });

  it('all variables is 10 MiB at most, in whatever scope', async () => {
    const large = Object.fromEntries(
      Array.from({ length: 41 }, (_, at) => [`S${at}`, { ...pass, Assign: { [`v${at}`]: 'x'.repeat(255_000) } }]),
    );
    const more = { ...pass, Assign: { more: 'x'.repeat(255_000) } };
    expect(await run(chain(large))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run(chain({ ...large, More: more }))).toMatchObject(tooLarge);
    expect(await run(chain({ ...large, In: { Type: 'Parallel', Branches: [chain({ More: more })] } }))).toMatchObject(
      tooLarge,
    );
    const again = { ...pass, Assign: { v0: 'y'.repeat(255_000) } };
    expect(await run(chain({ ...large, Again: again }))).toMatchObject({ status: 'SUCCEEDED' });
  });
});
