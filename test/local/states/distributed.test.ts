import { z } from 'zod';
import { Failure, Stopped } from '../../../local/states/failure.ts';
import type { Json } from '../../../local/states/json.ts';
import { again, call, chain, failing, pass, run } from './rig.ts';

const distributed = (more: object = {}, inner: object = chain({ Do: call }), ExecutionType = 'STANDARD') =>
  chain({
    Each: {
      Type: 'Map',
      ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType } },
      ...more,
    },
  });
describe('a distributed Map', () => {
  const items = Array.from({ length: 10 }, (_, at) => at);
  const failsFor = (...some: number[]) => ({
    Do: (input: Json) => {
      if (some.includes(Number(input))) throw new Failure('A', `${input} is bad`);
      return input;
    },
  });

  it('fails with its first failure, unless it tolerates some', async () => {
    const ended = await run(distributed(), { input: items, tasks: failsFor(3) });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(ended.types).toContain('MapRunFailed');
  });

  it.each<[object, number[], boolean]>([
    [{ ToleratedFailureCount: 2 }, [3, 4], true],
    [{ ToleratedFailureCount: 2 }, [3, 4, 5], false],
    [{ ToleratedFailurePercentage: 20 }, [3, 4], true],
    [{ ToleratedFailurePercentage: 20 }, [3, 4, 5], false],
    [{ ToleratedFailureCount: 5, ToleratedFailurePercentage: 10 }, [3, 4], false],
    [{ ToleratedFailurePercentage: 100 }, items, true],
  ])('with %j takes the failures of %j: %s', async (tolerance, bad, succeeds) => {
    const ended = await run(distributed(tolerance), { input: items, tasks: failsFor(...bad) });
    const told = (one: number) => (bad.includes(one) ? expect.objectContaining({ Error: 'A', Status: 'FAILED' }) : one);
    if (succeeds) expect(ended).toMatchObject({ output: items.map(told) });
    else expect(ended).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  });

  it.each<[object, unknown]>([
    [
      { MaxItemsPerBatch: 4 },
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9],
      ],
    ],
    [
      { MaxInputBytesPerBatch: 19 },
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9],
      ],
    ],
    [
      { MaxItemsPerBatch: 3, MaxInputBytesPerBatch: 15 },
      [
        [0, 1],
        [2, 3],
        [4, 5],
        [6, 7],
        [8, 9],
      ],
    ],
  ])('puts items into batches by %j', async (ItemBatcher, batches) => {
    const definition = distributed({ ItemBatcher }, chain({ Do: { ...pass, OutputPath: '$.Items' } }));
    expect(await run(definition, { input: items })).toMatchObject({ output: batches });
  });

  it('gives each batch what they share', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 9, BatchInput: { 'who.$': '$$.Execution.Name' } };
    expect(await run(distributed({ ItemBatcher }, chain({ Do: pass })), { input: [1, 2] })).toMatchObject({
      output: [{ Items: [1, 2], BatchInput: { who: 'run' } }],
    });
  });

  it('puts no more than 256 KiB into a batch, and passes on no item that is larger', async () => {
    const big = 'x'.repeat(100_000);
    const ItemBatcher = { MaxItemsPerBatch: 9 };
    const counted = chain({ Do: { ...pass, Parameters: { 'n.$': 'States.ArrayLength($.Items)' }, OutputPath: '$.n' } });
    expect(await run(distributed({ ItemBatcher }, counted), { input: [big, big, big] })).toMatchObject({
      output: [2, 1],
    });
    expect(await run(distributed(), { input: [1, big + big + big] })).toMatchObject({
      error: 'States.DataLimitExceeded',
      asked: [],
    });
  });

  it.each([
    ['ItemsPath', { ItemsPath: '$.sizes' }],
    ['Items', { QueryLanguage: 'JSONata', Items: '{% $states.input.sizes %}' }],
  ])('goes through the entries of an object by %s', async (_, more) => {
    const ended = await run(distributed(more, chain({ Do: pass })), { input: { sizes: { a: 1, b: [2] } } });
    expect(ended).toMatchObject({
      output: [
        { Key: 'a', Value: 1 },
        { Key: 'b', Value: [2] },
      ],
    });
  });

  it.each([101, -1])('takes no percentage of %d', async (percentage) => {
    const definition = distributed({ ItemsPath: '$.items', ToleratedFailurePercentagePath: '$.percentage' });
    const ended = await run(definition, { input: { items, percentage }, tasks: failsFor() });
    expect(ended).toMatchObject({ error: 'States.Runtime', asked: [] });
  });

  it('counts every item of a batch that fails', async () => {
    const batches = { ItemBatcher: { MaxItemsPerBatch: 3 }, ToleratedFailureCount: 2 };
    const Do = (input: Json) => {
      if (JSON.stringify(input).includes('4')) throw new Failure('A');
      return 'done';
    };
    const error = 'States.ExceedToleratedFailureThreshold';
    expect(await run(distributed(batches), { input: items, tasks: { Do } })).toMatchObject({ error });
    const more = { ...batches, ToleratedFailureCount: 3 };
    expect(await run(distributed(more), { input: items, tasks: { Do } })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('ends as soon as too many have failed, and stops what still runs', async () => {
    let stopped: unknown;
    const Do = (input: Json, { signal }: { signal: AbortSignal }) => {
      if (input !== 3) throw new Failure('A');
      return new Promise<never>(() => {
        signal.addEventListener('abort', () => {
          stopped = signal.reason;
        });
      });
    };
    const definition = distributed({ ToleratedFailureCount: 1, MaxConcurrency: 2 });
    const ended = await run(definition, { input: [3, 0, 1, 2, 4], tasks: { Do } });
    expect(ended).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold', seconds: 0 });
    expect(ended.asked.map(([, input]) => input)).toEqual([3, 0, 1]);
    expect(stopped).toBeInstanceOf(Stopped);
  });

  it('has its failure taken by a Catch, with its own history', async () => {
    const map = { Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Caught' }] };
    const [each] = Object.values(
      z.object({ States: z.record(z.string(), z.looseObject({})) }).parse(distributed(map)).States,
    );
    const caught = chain({ Each: { ...each, End: undefined }, Caught: { Type: 'Succeed' } });
    const { status, types } = await run(caught, { input: items, tasks: failsFor(1) });
    expect([status, types.filter((type) => /Lambda|Wait/.test(type))]).toEqual(['SUCCEEDED', []]);
    expect(types).toEqual(expect.arrayContaining(['MapRunFailed', 'MapStateFailed', 'MapStateExited']));
  });
});

describe('a child execution', () => {
  const seen = { ...pass, Parameters: { 'all.$': '$$' }, OutputPath: '$.all' };

  it.each([
    ['STANDARD', 'execution:machine/Each:id-0-0'],
    ['EXPRESS', 'express:machine/Each:id-0-0:id-0-0'],
  ])('of kind %s knows itself, and nothing of its parent', async (kind, id) => {
    const { output } = {
      output: undefined,
      ...(await run(distributed({}, chain({ Do: seen }), kind), { input: ['a'] })),
    };
    expect(output).toEqual([
      {
        Execution: {
          Id: `arn:aws:states:eu-central-1:1:${id}`,
          Input: 'a',
          Name: 'id-0-0',
          RedriveCount: 0,
          RoleArn: 'role',
          StartTime: '2026-01-01T00:00:00Z',
        },
        State: { EnteredTime: '2026-01-01T00:00:00Z', Name: 'Do' },
        StateMachine: { Id: 'arn:aws:states:eu-central-1:1:stateMachine:machine/Each', Name: 'machine/Each' },
      },
    ]);
  });

  it.each([
    ['EXPRESS', 'FAILED', 300],
    ['STANDARD', 'SUCCEEDED', 301],
  ])('of kind %s may take five minutes: %s of longer', async (kind, status, seconds) => {
    const definition = distributed({}, chain({ Do: { Type: 'Wait', Seconds: 301 } }), kind);
    expect(await run(definition, { input: [1] })).toMatchObject({ status, seconds });
  });

  it('that ran out of its time says so in the results', async () => {
    const definition = distributed(
      { ToleratedFailureCount: 1 },
      chain({ Do: { Type: 'Wait', Seconds: 301 } }),
      'EXPRESS',
    );
    expect(await run(definition, { input: [1] })).toMatchObject({ output: [{ Status: 'TIMED_OUT' }] });
  });

  it('is told of its item by the selector: where it lies, and what it is', async () => {
    const ItemSelector = { 'item.$': '$$.Map.Item' };
    const { output } = {
      output: undefined,
      ...(await run(distributed({ ItemSelector }, chain({ Do: pass })), { input: ['a'] })),
    };
    expect(output).toEqual([{ item: { Index: 0, Value: 'a', Source: 'STATE_DATA' } }]);
  });
});

describe('a run of a Map that is taken up again', () => {
  const twoSteps = chain({ First: call, Do: call });
  const given = () => ({ input: [1, 2, 3], tasks: { First: (input: Json) => input, Do: failing(1, 'A') } });

  it.each([
    ['STANDARD', [['Do', 1]]],
    [
      'EXPRESS',
      [
        ['First', 1],
        ['Do', 1],
      ],
    ],
  ])('runs the children of kind %s alone that have not succeeded', async (kind, asked) => {
    const definition = distributed(
      { MaxConcurrency: 1, ToleratedFailureCount: 0, ToleratedFailurePercentage: 50 },
      twoSteps,
      kind,
    );
    const first = await run(definition, given());
    expect(first.status).toBe('FAILED');
    const second = await run(definition, {
      ...given(),
      tasks: { First: (input) => input, Do: () => 'done' },
      redrive: again(first),
    });
    const rest = [2, 3].flatMap((item) => [
      ['First', item],
      ['Do', item],
    ]);
    expect(second).toMatchObject({ output: ['done', 'done', 'done'], asked: [...asked, ...rest] });
    const added = second.history.slice(first.history.length);
    const run1 = first.history.find(({ type }) => type === 'MapRunStarted')?.mapRunStartedEventDetails;
    expect(added.map(({ type }) => type).slice(0, 3)).toEqual([
      'ExecutionRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
    ]);
    expect(added[1]?.mapRunRedrivenEventDetails).toEqual({ ...run1, redriveCount: 1 });
  });
});
