import { TestStateCommand, type TestStateCommandInput } from '@aws-sdk/client-sfn';
import { Failure } from '../../../../local/states/failure.ts';
import type { Json } from '../../../../local/states/json.ts';
import { call, chain, pass } from '../rig.ts';
import { serve } from './served.ts';

const roleArn = 'arn:aws:iam::000000000000:role/mine';

type Asked = Partial<Omit<TestStateCommandInput, 'definition' | 'input'>>;

const parsed = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));

/** Asks for a test of a state, with data as it is rather than as text. */
async function tested(
  definition: object,
  { input = {}, answer = async () => 'done', ...asked }: Asked & { input?: Json; answer?: () => Promise<Json> } = {},
) {
  const { client } = await serve({ world: { tasks: answer } });
  const {
    $metadata: _,
    output,
    inspectionData,
    ...told
  } = await client.send(
    new TestStateCommand({ definition: JSON.stringify(definition), input: JSON.stringify(input), roleArn, ...asked }),
  );
  const { errorDetails, ...data } = inspectionData ?? {};
  const inspected = Object.fromEntries(
    Object.entries(data).map(([step, value]) => [step, typeof value === 'string' ? parsed(value) : value]),
  );
  return {
    ...told,
    ...(output !== undefined && { output: parsed(output) }),
    ...(inspectionData && { inspected }),
    ...(errorDetails && { errorDetails }),
  };
}

const shaped = {
  ...call,
  InputPath: '$.in',
  Parameters: { 'x.$': '$.a' },
  ResultSelector: { 'y.$': '$.z' },
  ResultPath: '$.out',
  Next: 'After',
};

it('runs a state, and tells no more than what comes of it', async () => {
  const input = { in: { a: 1 } };
  expect(await tested(shaped, { input, answer: async () => ({ z: 2 }) })).toEqual({
    status: 'SUCCEEDED',
    output: { in: { a: 1 }, out: { y: 2 } },
    nextState: 'After',
  });
});

it('tells how the data went, step by step', async () => {
  const input = { in: { a: 1 } };
  const { inspected } = await tested(shaped, { input, answer: async () => ({ z: 2 }), inspectionLevel: 'DEBUG' });
  expect(inspected).toEqual({
    input,
    afterInputPath: { a: 1 },
    afterParameters: { x: 1 },
    result: { z: 2 },
    afterResultSelector: { y: 2 },
    afterResultPath: { in: { a: 1 }, out: { y: 2 } },
  });
});

it.each([
  ['Pass', { ...pass, End: true }, ['afterInputPath', 'afterParameters', 'afterResultPath', 'afterResultSelector']],
  ['Pass with a Result', { ...pass, Result: 1, End: true }, ['afterResultPath', 'afterResultSelector', 'result']],
  ['Succeed', { Type: 'Succeed' }, ['afterInputPath']],
  ['Wait', { Type: 'Wait', Seconds: 1, End: true }, ['afterInputPath']],
  ['Pass in JSONata', { ...pass, QueryLanguage: 'JSONata', Output: 1, End: true }, []],
])('tells of a %s no more than AWS does', async (_, state, steps) => {
  const { inspected = {} } = await tested(state, { inspectionLevel: 'TRACE' });
  expect(Object.keys(inspected).sort()).toEqual([...steps, 'input'].sort());
});

it('tells of JSONata what it was asked with, and of variables what they are', async () => {
  const state = {
    ...call,
    QueryLanguage: 'JSONata',
    Arguments: { n: '{% $states.input.n + $base %}' },
    Assign: { got: '{% $states.result %}' },
    Output: '{% $states.result & "!" %}',
    End: true,
  };
  const asked = { input: { n: 1 }, variables: '{"base":10}', inspectionLevel: 'TRACE' as const };
  expect(await tested(state, asked)).toEqual({
    status: 'SUCCEEDED',
    output: 'done!',
    inspected: {
      input: { n: 1 },
      afterArguments: { n: 11 },
      result: 'done',
      variables: { base: 10, got: 'done' },
    },
  });
});

it('tells which way a Choice goes', async () => {
  const Choices = [{ Variable: '$.n', NumericGreaterThan: 1, Next: 'Many' }];
  expect(await tested({ Type: 'Choice', Choices, Default: 'Few' }, { input: { n: 2 } })).toMatchObject({
    status: 'SUCCEEDED',
    nextState: 'Many',
  });
});

it('waits no longer than five minutes', async () => {
  expect(await tested({ Type: 'Wait', Seconds: 299, End: true })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await tested({ Type: 'Wait', Seconds: 301, End: true })).toMatchObject({
    status: 'FAILED',
    error: 'States.Timeout',
  });
});

it('fails as the state does', async () => {
  const fail = { Type: 'Fail', Error: 'Bad', Cause: 'on purpose' };
  expect(await tested(fail)).toEqual({ status: 'FAILED', error: 'Bad', cause: 'on purpose' });
  const missing = { ...pass, InputPath: '$.gone', End: true };
  expect(await tested(missing)).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining("the state 'StateName'"),
  });
});

it('is as in an express execution, with the role that it is given', async () => {
  const state = { ...pass, Parameters: { 'of.$': '$$.Execution', 'name.$': '$$.State.Name' }, End: true };
  const { output } = await tested(state, { input: { n: 1 } });
  expect(output).toEqual({
    name: 'StateName',
    of: {
      Id: 'arn:aws:states:local:000000000000:express:test:StateName',
      Input: { n: 1 },
      Name: 'StateName',
      RoleArn: roleArn,
      StartTime: expect.any(String),
    },
  });
});

it('may be around a state of any name', async () => {
  const map = { Type: 'Map', ItemProcessor: chain({ TestState: pass }), End: true };
  expect(await tested(map, { input: [1], mock: { result: '[2]' } })).toMatchObject({ output: [2] });
});

describe('a state that fails', () => {
  const careful = {
    ...call,
    Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 2 }],
    Catch: [
      { ErrorEquals: ['Gone'], Next: 'Elsewhere' },
      { ErrorEquals: ['States.ALL'], Next: 'Rescue', ResultPath: '$.error' },
    ],
    Next: 'After',
  };
  const answer = () => Promise.reject(new Failure('Busy', 'later'));
  const failed = { error: 'Busy', cause: 'later' };

  it('could be tried again, after a time that grows', async () => {
    const first = await tested(careful, { answer, inspectionLevel: 'DEBUG' });
    expect(first).toMatchObject({
      status: 'RETRIABLE',
      ...failed,
      errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 3 },
    });
    expect(first).not.toHaveProperty('nextState');
    const second = { answer, stateConfiguration: { retrierRetryCount: 1 }, inspectionLevel: 'DEBUG' } as const;
    expect(await tested(careful, second)).toMatchObject({ errorDetails: { retryBackoffIntervalSeconds: 6 } });
  });

  it('tells which rule tried it often enough', async () => {
    const asked = { answer, stateConfiguration: { retrierRetryCount: 2 }, inspectionLevel: 'DEBUG' } as const;
    const { Catch: _, ...uncaught } = careful;
    const { status, errorDetails } = await tested(uncaught, asked);
    expect({ status, errorDetails }).toEqual({ status: 'FAILED', errorDetails: { retryIndex: 0 } });
  });

  it('is caught where it was tried often enough', async () => {
    const asked = { answer, stateConfiguration: { retrierRetryCount: 2 }, inspectionLevel: 'DEBUG' } as const;
    expect(await tested(careful, { ...asked, input: { x: 1 } })).toMatchObject({
      status: 'CAUGHT_ERROR',
      ...failed,
      nextState: 'Rescue',
      output: { x: 1, error: { Error: 'Busy', Cause: 'later' } },
      errorDetails: { catchIndex: 1 },
    });
  });
});

it('tests one state of a machine, in the language of the machine that it is in', async () => {
  const inner = chain(
    { Double: { ...pass, Output: '{% $states.input * 2 %}' }, Then: pass },
    { QueryLanguage: 'JSONata' },
  );
  const machine = chain({ Each: { Type: 'Map', ItemProcessor: inner } });
  expect(await tested(machine, { stateName: 'Double', input: 21 })).toMatchObject({ output: 42, nextState: 'Then' });
  await expect(tested(machine, { stateName: 'None' })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'State not found in definition',
  });
  await expect(tested(machine, { stateName: '' })).rejects.toMatchObject({ name: 'ValidationException' });
});

describe('a mock', () => {
  const result = (value: Json) => ({ mock: { result: JSON.stringify(value) } });
  const never = async (): Promise<Json> => {
    throw new Error('nobody is asked');
  };
  const each = { Type: 'Map', ItemsPath: '$.list', ItemSelector: { 'n.$': '$$.Map.Item.Value' }, MaxConcurrency: 2 };
  const map = { ...each, ItemProcessor: chain({ Do: call }), ResultPath: '$.out', End: true };
  const both = { Type: 'Parallel', Branches: [chain({ Left: call }), chain({ Right: call })], End: true };
  const distributed = { ...chain({ Do: call }), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

  it('answers instead of the service', async () => {
    const input = { in: { a: 1 } };
    expect(await tested(shaped, { input, answer: never, ...result({ z: 5 }) })).toMatchObject({
      status: 'SUCCEEDED',
      output: { out: { y: 5 } },
    });
  });

  it('fails instead of the service', async () => {
    const mock = { errorOutput: { error: 'Denied', cause: 'no' } };
    expect(await tested({ ...call, End: true }, { mock, answer: never })).toEqual({
      status: 'FAILED',
      error: 'Denied',
      cause: 'no',
    });
  });

  it('stands for all of the items of a Map', async () => {
    const asked = { input: { list: [1, 2] }, answer: never, inspectionLevel: 'DEBUG' as const, ...result(['a', 'b']) };
    expect(await tested(map, asked)).toMatchObject({
      status: 'SUCCEEDED',
      output: { list: [1, 2], out: ['a', 'b'] },
      inspected: { afterItemsPath: [1, 2], afterItemSelector: [{ n: 1 }, { n: 2 }], maxConcurrency: 2 },
    });
  });

  it('is of a Map all that JSONata tells of, with the limit of none', async () => {
    const jsonata = { Type: 'Map', QueryLanguage: 'JSONata', ItemProcessor: chain({ Do: pass }), End: true };
    const { inspected } = await tested(jsonata, { input: [1], inspectionLevel: 'TRACE', ...result(['a']) });
    expect(inspected).toEqual({ input: [1], maxConcurrency: 0 });
  });

  it('lets so many items of a Map fail, and all where it says no limit', async () => {
    const tolerant = { ...map, ItemProcessor: distributed, ToleratedFailurePercentage: 50 };
    const asked = (mapIterationFailureCount: number) => ({
      input: { list: [1, 2] },
      stateConfiguration: { mapIterationFailureCount },
      ...result(['a']),
    });
    expect(await tested(map, asked(2))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await tested(tolerant, asked(1))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await tested(tolerant, asked(2))).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  it('stands for the branches of a Parallel, and for who has a token', async () => {
    expect(await tested(both, { ...result(['l', 'r']), inspectionLevel: 'DEBUG' })).toEqual({
      status: 'SUCCEEDED',
      output: ['l', 'r'],
      inspected: { input: {}, afterResultSelector: ['l', 'r'], afterResultPath: ['l', 'r'] },
    });
    const waiting = { ...call, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', End: true };
    expect(await tested(waiting, { ...result('ok'), answer: never })).toMatchObject({ output: 'ok' });
  });

  it('may come with the context object that the state sees', async () => {
    const state = { ...call, Parameters: { 'who.$': '$$.Execution.Name' }, End: true };
    const context = JSON.stringify({ Execution: { Name: 'mine' } });
    const { inspected } = await tested(state, { context, inspectionLevel: 'DEBUG', ...result({}) });
    expect(inspected).toMatchObject({ afterParameters: { who: 'mine' } });
  });

  it('stands for what is read from S3', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      Parameters: { Bucket: 'bucket', 'Key.$': '$.key' },
      ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
    };
    const ItemSelector = { 'row.$': '$$.Map.Item.Value', 'from.$': '$$.Map.Item.Source' };
    const reading = { Type: 'Map', ItemReader, ItemSelector, ItemProcessor: distributed, End: true };
    const stateConfiguration = { mapItemReaderData: 'n\n1\n2\n' };
    const { output, inspected } = await tested(reading, {
      input: { key: 'a.csv' },
      stateConfiguration,
      inspectionLevel: 'TRACE',
      ...result([3, 4]),
    });
    expect(output).toEqual([3, 4]);
    expect(inspected).toMatchObject({
      afterItemSelector: [
        { row: { n: '1' }, from: 'S3://bucket/a.csv' },
        { row: { n: '2' }, from: 'S3://bucket/a.csv' },
      ],
    });
  });

  const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } };
  const written = { ...map, ItemProcessor: distributed, ResultWriter };
  const task = { ...call, End: true };
  it.each([
    [
      'of a state that does no work',
      { ...pass, End: true },
      result(1),
      "State type 'Pass' is not supported when a mock",
    ],
    [
      'that says both',
      task,
      { mock: { result: '1', errorOutput: { error: 'A' } } },
      'only one of the following fields',
    ],
    ['that says neither', task, { mock: {} }, 'only one of the following fields: [result, errorOutput].'],
    ['that is no JSON', task, { mock: { result: 'no' } }, 'Mocked result must be valid JSON'],
    ['with secrets', task, { ...result(1), revealSecrets: true }, 'does not support RevealSecrets when a mock is'],
    ['of a Map that is no list', map, result({}), 'Mocked result must be an array.'],
    ['of a Map that writes, and is no object', written, result([]), 'Mocked result must be a JSON object.'],
    ['of a Parallel that is no list', both, result({}), 'Mocked result must be an array.'],
    [
      'of a Parallel that has other branches',
      both,
      result([1]),
      'the same number of items as number of Parallel branches',
    ],
    [
      'with more failures than items',
      map,
      { ...result([]), input: { list: [1] }, stateConfiguration: { mapIterationFailureCount: 2 } },
      'less than or equal to the number of Map iterations',
    ],
  ])('is refused %s', async (_, state, asked, message) => {
    const refusal = { name: 'ValidationException', message: expect.stringContaining(message) };
    await expect(tested(state, asked)).rejects.toMatchObject(refusal);
  });
});

it('refuses what is tested with a mock alone, and a context without one', async () => {
  const activity = { Type: 'Task', Resource: 'arn:aws:states:local:000000000000:activity:work', End: true };
  const job = { ...call, Resource: 'arn:aws:states:::glue:startJobRun.sync', End: true };
  for (const state of [activity, job]) await expect(tested(state)).rejects.toThrow('mock alone');
  const both = { Type: 'Parallel', Branches: [chain({ Do: pass })], End: true };
  const each = { Type: 'Map', ItemProcessor: chain({ Do: pass }), End: true };
  const refusal = { name: 'InvalidDefinition', message: expect.stringContaining('does not support Map or Parallel') };
  for (const state of [both, each]) await expect(tested(state)).rejects.toMatchObject(refusal);
  const counted = { stateConfiguration: { mapIterationFailureCount: 0 } };
  await expect(tested(each, counted)).rejects.toThrow('MapIterationFailureCount when a mock is not specified');
  await expect(tested({ ...call, End: true }, { context: '{}' })).rejects.toThrow('together with mock');
});

it('calls a service by a role alone', async () => {
  const task = { ...call, End: true };
  await expect(tested(task, { roleArn: undefined })).rejects.toThrow('RoleArn must be specified when testing a Task');
  expect(await tested(task, { roleArn: undefined, mock: { result: '1' } })).toMatchObject({ output: 1 });
  expect(await tested({ ...pass, End: true }, { roleArn: undefined })).toMatchObject({ status: 'SUCCEEDED' });
});

it('refuses a definition that cannot run', async () => {
  await expect(tested({ Type: 'Pas' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
  await expect(tested({ ...pass })).rejects.toMatchObject({
    name: 'InvalidDefinition',
    message: expect.stringContaining('Next or End'),
  });
});
