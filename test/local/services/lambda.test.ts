import {
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { listenOnLoopback } from '../../../local/loopback.ts';
import type { Datum } from '../../../local/services/cloudwatch.ts';
import { lambda } from '../../../local/services/lambda/lambda.ts';
import { zipped } from '../../../local/services/zips.ts';

const codeOf = (text: string, file = 'index.js') => zipped({ [file]: new TextEncoder().encode(text) });
const says = (word: string) => codeOf(`exports.handler = async ({ name }) => '${word}, ' + name;`);

/** What lies in S3, by its key. */
const objects: Record<string, Uint8Array> = {
  'salut.zip': says('Salut'),
  'esm.zip': codeOf('export const handler = async () => process.env.AWS_LAMBDA_FUNCTION_VERSION;', 'index.mjs'),
  'throws.zip': codeOf('exports.handler = async () => { throw new RangeError("too many"); };'),
  'exits.zip': codeOf('exports.handler = async () => process.exit(7);'),
  'other.zip': codeOf('', 'other.js'),
  'text.zip': new TextEncoder().encode('no zip'),
  'outside.zip': zipped({ '../index.js': new Uint8Array() }),
};
const zips = {
  read: async (_bucket: string, key: string) => {
    const $metadata = {};
    if (objects[key]) return objects[key];
    throw new S3ServiceException({ name: 'NoSuchKey', message: 'not there', $fault: 'client', $metadata });
  },
  write: async () => undefined,
};

/** Numbers that a seed makes, from 0 up to 1: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

let client: LambdaClient;
let counted: Datum[];
let close: () => Promise<unknown>;
beforeEach(async () => {
  counted = [];
  const functions = { greet: { handler: 'index.handler', environment: {}, zip: says('Hello') } };
  const its = lambda({ functions, zips, random: seeded(1), count: (datum) => void counted.push(datum) });
  const { url, close: closeServer } = await listenOnLoopback(its.server);
  client = new LambdaClient({ endpoint: url, region: 'local' });
  close = async () => [client.destroy(), await closeServer(), await its.stop()];
});
afterEach(() => close());

const FunctionName = 'greet';
const configuration = (Qualifier?: string) =>
  client.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));

/** Replaces the code, and waits until it is there, or is refused. */
async function update(S3Key: string) {
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: 'code', S3Key }));
  for (;;) {
    const { LastUpdateStatus } = await configuration();
    if (LastUpdateStatus !== 'InProgress') return LastUpdateStatus;
  }
}

const publish = async (CodeSha256?: string) =>
  (await client.send(new PublishVersionCommand({ FunctionName, CodeSha256 }))).Version;

async function call(Qualifier?: string) {
  const command = new InvokeCommand({ FunctionName, Qualifier, Payload: Buffer.from('{"name":"Ada"}') });
  const { Payload, FunctionError, ExecutedVersion } = await client.send(command);
  return { said: JSON.parse(Buffer.from(Payload ?? '').toString()), FunctionError, ExecutedVersion };
}

/** Two versions, and an alias for the first. */
async function live() {
  await publish();
  await update('salut.zip');
  await publish();
  return client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
}
const share = (weights: Record<string, number>, RevisionId?: string) =>
  client.send(
    new UpdateAliasCommand({
      ...{ FunctionName, Name: 'live', RevisionId },
      RoutingConfig: { AdditionalVersionWeights: weights },
    }),
  );

describe('the code of a function', () => {
  it('is what was deployed last', async () => {
    expect(await call()).toEqual({ said: 'Hello, Ada', FunctionError: undefined, ExecutedVersion: '$LATEST' });
    expect(await update('salut.zip')).toBe('Successful');
    expect(await call()).toMatchObject({ said: 'Salut, Ada' });
  });

  it('may be an ES module, and knows its version', async () => {
    await update('esm.zip');
    await publish();
    expect(await call('1')).toMatchObject({ said: '1' });
  });

  it.each([
    ['throws.zip', { errorType: 'RangeError', errorMessage: 'too many' }],
    ['exits.zip', { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: exit status 7' }],
    ['other.zip', { errorType: 'Runtime.ImportModuleError' }],
  ])('tells why it fails: %s', async (key, said) => {
    await update(key);
    expect(await call()).toMatchObject({ FunctionError: 'Unhandled', said });
    expect(await call()).toMatchObject({ FunctionError: 'Unhandled', said });
  });

  it.each([
    ['none.zip', /Error occurred while GetObject. S3 Error Code: NoSuchKey/],
    ['text.zip', /Could not unzip uploaded file/],
  ])('is refused at once where there is no zip: %s', async (S3Key, message) => {
    const command = new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: 'code', S3Key });
    await expect(client.send(command)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(message),
    });
    expect(await call()).toMatchObject({ said: 'Hello, Ada' });
  });

  it('is refused later where Lambda cannot take it in', async () => {
    expect(await update('outside.zip')).toBe('Failed');
  });

  it('is not there for another function', async () => {
    const command = new GetFunctionConfigurationCommand({ FunctionName: 'none' });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a version', () => {
  it('stays as it is when other code is deployed', async () => {
    await live();
    expect(await call('1')).toMatchObject({ said: 'Hello, Ada', ExecutedVersion: '1' });
    expect(await call('2')).toMatchObject({ said: 'Salut, Ada', ExecutedVersion: '2' });
  });

  it('is the last one where the code is the same', async () => {
    expect(await publish()).toBe('1');
    expect(await publish()).toBe('1');
  });

  it('is not published of other code than was meant', async () => {
    const { CodeSha256 } = await configuration();
    await update('salut.zip');
    const message = expect.stringContaining('is different from current CodeSHA256');
    await expect(publish(CodeSha256)).rejects.toMatchObject({ name: 'InvalidParameterValueException', message });
    expect(await publish((await configuration()).CodeSha256)).toBe('1');
  });
});

describe('an alias', () => {
  it('has about the share of calls go to another version that it says', async () => {
    await live();
    await share({ 2: 0.1 });
    let second = 0;
    for (let calls = 0; calls < 100; calls++) if ((await call('live')).ExecutedVersion === '2') second++;
    expect(second).toBeGreaterThan(5);
    expect(second).toBeLessThan(16);
  });

  it('has all go to one again', async () => {
    await live();
    await share({ 2: 1 });
    expect(await call('live')).toMatchObject({ ExecutedVersion: '2' });
    await share({});
    expect(await client.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).not.toHaveProperty('RoutingConfig');
    expect(await call('live')).toMatchObject({ ExecutedVersion: '1' });
  });

  it('is changed by who knows its revision alone, where one is said', async () => {
    const { RevisionId } = await live();
    const { RevisionId: next } = await share({ 2: 0.5 }, RevisionId);
    await expect(share({}, RevisionId)).rejects.toMatchObject({ name: 'PreconditionFailedException' });
    expect(await share({}, next)).not.toHaveProperty('RoutingConfig');
  });

  it.each([
    ['that is not there', { 3: 0.5 }, 'ResourceNotFoundException'],
    ['that is its own', { 1: 0.5 }, 'InvalidParameterValueException'],
    ['and a third', { 2: 0.5, $LATEST: 0.1 }, 'InvalidParameterValueException'],
  ])('has no share for a version %s', async (_which, weights, name) => {
    await live();
    await expect(share(weights)).rejects.toMatchObject({ name });
  });

  it('is called by a name that is there', async () => {
    await expect(call('dead')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('counts the calls that fail, as its own and as those of the function', async () => {
    await update('throws.zip');
    await publish();
    await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
    await call('live');
    const errors = { namespace: 'AWS/Lambda', metric: 'Errors', value: 1 };
    expect(counted).toEqual([
      { ...errors, dimensions: { FunctionName } },
      { ...errors, dimensions: { FunctionName, Resource: 'greet:live' } },
    ]);
  });
});
