import { Failure } from '../../../local/states/failure.ts';
import type { Json } from '../../../local/states/json.ts';
import { call, chain, pass, run } from './rig.ts';

const distributed = (more: object = {}, inner: object = chain({ Do: call })) =>
  chain({
    Each: {
      Type: 'Map',
      ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      ...more,
    },
  });
const reader = (config: object) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    Parameters: { Bucket: 'bucket', Key: 'key' },
    ReaderConfig: config,
  },
});

describe('a Map in the same execution', () => {
  const each = (more: object) => chain({ Each: { Type: 'Map', ItemProcessor: chain({ Do: pass }), ...more } });

  it.each<[string, object, Json, unknown]>([
    ['its input', {}, [1, 2], [1, 2]],
    ['a list in it', { ItemsPath: '$.list' }, { list: ['a'] }, ['a']],
    ['nothing', { ItemsPath: '$.list' }, { list: [] }, []],
    [
      'what ItemSelector says of each',
      {
        ItemsPath: '$.list',
        ItemSelector: { 'n.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'all.$': '$.all' },
      },
      { list: ['a', 'b'], all: 9 },
      [
        { n: 0, v: 'a', all: 9 },
        { n: 1, v: 'b', all: 9 },
      ],
    ],
  ])('goes through %s', async (_, more, input, output) => {
    expect(await run(each(more), { input })).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('runs so many at once as it may, and keeps the order', async () => {
    let [running, most] = [0, 0];
    const Do = async (input: Json) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return input;
    };
    const definition = chain({ Each: { Type: 'Map', MaxConcurrency: 3, ItemProcessor: chain({ Do: call }) } });
    const items = Array.from({ length: 10 }, (_, at) => at);
    expect(await run(definition, { input: items, tasks: { Do } })).toMatchObject({ output: items });
    expect(most).toBe(3);
  });

  it('refuses what is no list', async () => {
    expect(await run(each({}), { input: { a: 1 } })).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
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
    expect(ended).toMatchObject({ status: 'FAILED', error: 'A', cause: '3 is bad' });
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
    if (succeeds) expect(ended).toMatchObject({ output: items.filter((one) => !bad.includes(one)) });
    else expect(ended).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  });

  it.each<[string, object, string, unknown]>([
    ['JSON', { InputType: 'JSON' }, '[1, {"a": 2}]', [1, { a: 2 }]],
    ['JSON Lines', { InputType: 'JSONL' }, '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    [
      'CSV',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      'a,b\n1,"x, y"\n2,\n',
      [
        { a: '1', b: 'x, y' },
        { a: '2', b: '' },
      ],
    ],
    [
      'CSV with a header given',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'], CSVDelimiter: 'PIPE' },
      '1|2\n3|4\n',
      [{ a: '1' }, { a: '3' }],
    ],
    ['no more than MaxItems', { InputType: 'JSON', MaxItems: 2 }, '[1,2,3]', [1, 2]],
  ])('reads %s', async (_, config, body, output) => {
    const definition = distributed(reader(config), chain({ Do: pass }));
    expect(await run(definition, { objects: { 'bucket/key': body } })).toMatchObject({ output });
  });

  it('says what it cannot read', async () => {
    const definition = distributed(reader({ InputType: 'JSON' }), chain({ Do: pass }));
    expect(await run(definition, { objects: { 'bucket/key': '{"a":1}' } })).toMatchObject({
      error: 'States.ItemReaderFailed',
    });
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

  it('writes its results, and tells where', async () => {
    const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out', Prefix: 'jobs' } };
    const ended = await run(distributed({ ResultWriter }, chain({ Do: pass })), { input: [1, 2] });
    expect(ended).toMatchObject({
      output: { ResultWriterDetails: { Bucket: 'out', Key: expect.stringMatching(/^jobs\/.+\/manifest\.json$/) } },
    });
    const [manifest] = Object.entries(ended.objects).filter(([key]) => key.endsWith('manifest.json'));
    const [file] = JSON.parse(manifest?.[1] ?? '{}').ResultFiles.SUCCEEDED;
    expect(JSON.parse(ended.objects[`out/${file.Key}`] ?? '')).toEqual([1, 2]);
  });
});
