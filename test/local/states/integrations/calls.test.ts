import { gzipSync } from 'node:zlib';
import type { Json, JsonObject } from '../../../../local/states/json.ts';
import { chain } from '../rig.ts';
import { openWorld, table } from './world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

const functions = {
  double: async (payload: unknown) => ({ asked: payload }),
  breaks: async () => {
    throw Object.assign(new Error('on purpose'), { name: 'CardDeclined' });
  },
  throwsText: () => Promise.reject('on purpose'),
};

async function open(states: Readonly<Record<string, object>>, given: object = { functions }) {
  const machines = await world.machines({ main: chain(states, { QueryLanguage: 'JSONata' }) }, given);
  closing.push(machines.close);
  return machines;
}

const task = (resource: string, args?: JsonObject, more: object = {}) => ({
  Type: 'Task',
  Resource: resource,
  ...(args && { Arguments: args }),
  ...more,
});
const arn = 'arn:aws:lambda:eu-central-1:1:function:double';
const invoke = 'arn:aws:states:::lambda:invoke';

describe('a function', () => {
  it.each([
    ['its ARN', task(arn)],
    ['the ARN of a version', task(`${arn}:live`)],
  ])('is called by %s, with the input of the state', async (_how, state) => {
    const { run, problems } = await open({ Ask: state });
    expect(await problems()).toEqual([]);
    expect(await run({ x: 1 })).toMatchObject({ output: { asked: { x: 1 } } });
  });

  it.each(['double', `${arn}:3`, arn, 'double:live', '1:function:double'])('is invoked as %s', async (FunctionName) => {
    const { run, problems } = await open({ Ask: task(invoke, { FunctionName, Payload: { x: 1 } }) });
    expect(await problems()).toEqual([]);
    expect(await run()).toMatchObject({ output: { Payload: { asked: { x: 1 } }, StatusCode: 200 } });
  });

  it.each([
    ['null', null],
    ['{"x":1}', { x: 1 }],
    ['"text"', 'text'],
    ['7', 7],
    ['hello', 'hello'],
  ])('is invoked with the JSON that is in a text, or the text itself: %s', async (Payload, asked) => {
    const { run } = await open({ Ask: task(invoke, { FunctionName: 'double', Payload }) });
    expect(await run()).toMatchObject({ output: { Payload: { asked } } });
  });

  it.each([task(arn.replace('double', 'breaks')), task(invoke, { FunctionName: 'breaks' })])(
    'fails by the name of what it has thrown',
    async (state) => {
      const { run } = await open({ Ask: state });
      const cause = '{"errorType":"CardDeclined","errorMessage":"on purpose","trace":[]}';
      expect(await run()).toMatchObject({ status: 'FAILED', error: 'CardDeclined', cause });
    },
  );

  it('fails by the type of what it has thrown, where that is no error', async () => {
    const { run } = await open({ Ask: task(arn.replace('double', 'throwsText')) });
    const cause = '{"errorType":"string","errorMessage":"on purpose","trace":[]}';
    expect(await run()).toMatchObject({ status: 'FAILED', error: 'string', cause });
  });

  it('that is not there is told before anything runs', async () => {
    const { problems } = await open({ Ask: task(arn.replace('double', 'triple')) });
    expect(await problems()).toEqual([
      'state Ask calls the function triple, which is not there: there are double, breaks, throwsText',
    ]);
  });

  it('that is not there is told when it is called, where its name is worked out', async () => {
    const { run } = await open({ Ask: task(invoke, { FunctionName: '{% $states.input.name %}' }) });
    expect(await run({ name: 'triple' })).toMatchObject({ error: 'Lambda.ResourceNotFoundException' });
  });
});

describe('a service', () => {
  it.each([
    [
      'arn:aws:states:::batch:submitJob',
      /^state Ask calls .*batch:submitJob, which is not known here: arn:.*lambda:inv/,
    ],
    ['arn:aws:states:::aws-sdk:kms:encrypt', /^state Ask calls .*, but no kms runs here: s3, sqs, sns, dynamodb/],
    ['arn:aws:states:::aws-sdk:dynamodb:drop', /^state Ask calls .*, but DynamoDB has no action drop$/],
    ['arn:aws:states:::dynamodb:query', /^state Ask calls .*dynamodb:query, which is not known here/],
    ['https://example.org', /^state Ask calls https:\/\/example.org, which names nothing that Step Functions calls/],
  ])('that cannot be asked for %s is told before anything runs', async (resource, problem) => {
    const { problems } = await open({ Ask: task(resource, {}) });
    expect(await problems()).toEqual([expect.stringMatching(problem)]);
  });

  it('is told by its own name when nothing answers where it should be', async () => {
    const { run } = await open(
      { Ask: task('arn:aws:states:::aws-sdk:secretsmanager:listSecrets', {}) },
      {
        endpoints: { 'secrets-manager': 'http://127.0.0.1:9' },
      },
    );
    expect(await run()).toMatchObject({ error: 'SecretsManager.SdkClientException' });
  });

  it('gives and takes what is nested, in its own words', async () => {
    const put = { id: { S: 'pen' }, sizes: { L: [{ N: '1' }, { M: { deep: { BOOL: true } } }] }, none: { NULL: true } };
    const { run } = await open({
      Put: task('arn:aws:states:::aws-sdk:dynamodb:putItem', { TableName: table, Item: put }),
      Get: task('arn:aws:states:::aws-sdk:dynamodb:getItem', { TableName: table, Key: { id: { S: 'pen' } } }),
    });
    expect(await run()).toMatchObject({ output: { Item: put } });
  });

  it('gives times as texts to aws-sdk, and bodies as text', async () => {
    await world.put('a.txt', 'grüezi');
    const { run } = await open({
      Ask: task('arn:aws:states:::aws-sdk:s3:getObject', { Bucket: world.bucket, Key: 'a.txt' }),
    });
    const LastModified = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await run()).toMatchObject({ output: { Body: 'grüezi', LastModified } });
  });

  it('takes data where it wants bytes, as JSON', async () => {
    const { run } = await open({
      Ask: task('arn:aws:states:::aws-sdk:s3:putObject', { Bucket: world.bucket, Key: 'b.json', Body: { x: [1] } }),
    });
    expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
    expect(await world.get('b.json')).toBe('{"x":[1]}');
  });

  it('gives an empty object where its API answers nothing', async () => {
    const { run } = await open({ Ask: task('arn:aws:states:::aws-sdk:sqs:purgeQueue', { QueueUrl: world.queueUrl }) });
    expect(await run()).toMatchObject({ status: 'SUCCEEDED', output: {} });
  });

  it('names what its API calls no exception', async () => {
    const { run } = await open({
      Ask: task('arn:aws:states:::aws-sdk:s3:getObject', { Bucket: world.bucket, Key: 'none' }),
    });
    expect(await run()).toMatchObject({ error: 'S3.NoSuchKeyException' });
  });

  it('refuses a member that it does not have, deep in what it is given', async () => {
    const { run } = await open({
      Ask: task('arn:aws:states:::dynamodb:putItem', { TableName: table, Item: { id: { Text: 'x' } } }),
    });
    expect(await run()).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining("The field 'Text' is not supported by Step Functions"),
    });
  });
});

describe('a distributed Map', () => {
  it('reads its items from S3', async () => {
    await world.put('items/list.json', '[{"n":1},{"n":2}]');
    const { run } = await open({
      Each: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Arguments: { Bucket: world.bucket, Key: 'items/list.json' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...chain({ Double: { Type: 'Pass', Output: '{% $states.input.n * 2 %}' } }),
        },
      },
    });
    expect(await run()).toMatchObject({ output: [2, 4] });
  });

  it('reads what is packed, and writes what its children came to', async () => {
    await world.put('items/list.jsonl.gz', gzipSync('{"n":1}\n{"n":2}\n'));
    const { run } = await open({
      Each: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Arguments: { Bucket: world.bucket, Key: 'items/list.jsonl.gz' },
          ReaderConfig: { InputType: 'JSONL' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...chain({ Double: { Type: 'Pass', Output: '{% $states.input.n * 2 %}' } }),
        },
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Arguments: { Bucket: world.bucket, Prefix: 'results' },
          WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' },
        },
        Output: '{% $states.result.ResultWriterDetails.Key %}',
      },
    });
    const { output } = { output: undefined, ...(await run()) };
    const manifest = JSON.parse(String(await world.get(String(output))));
    const [file] = manifest.ResultFiles.SUCCEEDED;
    expect(JSON.parse(String(await world.get(file.Key)))).toEqual([2, 4]);
  });

  it('goes through a listing', async () => {
    await world.put('listed/a', '12');
    await world.put('listed/b', '345');
    const { run } = await open({
      Each: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Arguments: { Bucket: world.bucket, Prefix: 'listed/' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...chain({ Same: { Type: 'Pass' } }),
        },
      },
    });
    const one = { Etag: expect.any(String), LastModified: expect.any(Number) };
    const output = [
      { ...one, Key: 'listed/a', Size: 2 },
      { ...one, Key: 'listed/b', Size: 3 },
    ];
    expect(await run()).toMatchObject({ output });
  });
});

describe('a machine that a client makes', () => {
  const roleArn = 'arn:aws:iam::000000000000:role/mine';
  const missing: Json = JSON.parse(
    JSON.stringify(chain({ Ask: task('arn:aws:states:::aws-sdk:kms:encrypt', {}) }, { QueryLanguage: 'JSONata' })),
  );
  const problem = /state Ask calls arn:aws:states:::aws-sdk:kms:encrypt, but no kms runs here/;

  it('is refused where it calls what is not there', async () => {
    const { ask } = await open({ Begin: { Type: 'Pass' } });
    const asked = { Name: 'mine', Definition: missing, RoleArn: roleArn };
    await expect(ask('sfn', 'createStateMachine', asked)).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringMatching(problem),
    });
  });

  it('is found wanting where it is only looked at', async () => {
    const { ask } = await open({ Begin: { Type: 'Pass' } });
    const diagnostics = [{ Severity: 'ERROR', Message: expect.stringMatching(problem) }];
    const said = await ask('sfn', 'validateStateMachineDefinition', { Definition: missing });
    expect(said).toMatchObject({ Result: 'FAIL', Diagnostics: diagnostics });
  });
});
