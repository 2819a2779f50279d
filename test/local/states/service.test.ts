import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { machineSchema } from '../../../local/states/definition.ts';
import { Failure } from '../../../local/states/failure.ts';
import type { Json } from '../../../local/states/json.ts';
import { type Execution, Executions } from '../../../local/states/service/executions.ts';
import { serverOf } from '../../../local/states/service/server.ts';
import { call, chain, pass } from './rig.ts';
import { virtualClock } from './virtual-clock.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

/** A machine of two states, whose second asks; with the client of the SDK, and what ends as it is told. */
async function served(answer: (input: Json) => Promise<Json> = async () => 'done', asks: object = call) {
  const told: Execution[] = [];
  let ids = 0;
  const executions = new Executions({
    region: 'local',
    account: '000000000000',
    machines: { machine: machineSchema.parse(chain({ First: pass, Check: asks })) },
    world: {
      clock: virtualClock(),
      random: () => 0,
      uuid: () => `id-${ids++}`,
      tasks: ({ input }) => answer(input),
      objects: { read: async () => '', list: async () => [], write: async () => undefined },
    },
    ended: async (execution) => void told.push(execution),
  });
  const { url, close } = await listenOnLoopback(serverOf(executions));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SFNClient({ endpoint: url, region: 'local', credentials, maxAttempts: 1 });
  closing.push(close, async () => client.destroy());
  const stateMachineArn = executions.machineArn('machine');
  const start = (name: string, input: object) =>
    client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  return { executions, client, start, told, stateMachineArn };
}

/** Answers that come when they are told to. */
function later() {
  const waiting: ((answer: Json) => void)[] = [];
  return {
    answer: () => new Promise<Json>((resolve) => waiting.push(resolve)),
    go: async (answer: Json) => {
      while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
      waiting.shift()?.(answer);
    },
  };
}

it('answers a second start with the first one, while it runs and its input is the same', async () => {
  const { answer, go } = later();
  const { executions, start } = await served(answer);
  const first = await start('a', { x: 1, y: 2 });
  expect(first.executionArn).toBe('arn:aws:states:local:000000000000:execution:machine:a');
  expect(await start('a', { y: 2, x: 1 })).toMatchObject({ executionArn: first.executionArn });
  await expect(start('a', { x: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  expect(executions.list()).toHaveLength(1);
  await go('done');
});

it('refuses the name of an execution that has ended', async () => {
  const { executions, start, told } = await served(async () => ({ rows: 3 }));
  await start('a', {});
  await executions.settled();
  await expect(start('a', {})).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  expect(told).toMatchObject([{ name: 'a', end: { status: 'SUCCEEDED', output: { rows: 3 } } }]);
});

it('describes an execution, and tells its history from either end, page by page', async () => {
  const { client, start, executions } = await served(() => Promise.reject(new Failure('Oops', 'it broke')));
  const { executionArn } = await start('a', { run: 'a' });
  await executions.settled();
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'FAILED',
    input: '{"run":"a"}',
    error: 'Oops',
    cause: 'it broke',
    stopDate: expect.any(Date),
  });
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
  const types = events.map(({ type }) => type);
  expect(types.slice(0, 2)).toEqual(['ExecutionFailed', 'LambdaFunctionFailed']);
  expect(types.at(-1)).toBe('ExecutionStarted');
  expect(events[1]?.lambdaFunctionFailedEventDetails).toEqual({ error: 'Oops', cause: 'it broke' });
  const paged: unknown[] = [];
  for await (const page of paginateGetExecutionHistory({ client, pageSize: 3 }, { executionArn })) {
    paged.push(...(page.events ?? []).map(({ type }) => type));
  }
  expect(paged).toEqual(types.toReversed());
});

it('lists executions, the newest first, by how they are', async () => {
  const { answer, go } = later();
  const { client, start, stateMachineArn, executions } = await served(answer);
  await start('a', {});
  await go('done');
  await executions.settled();
  await start('b', {});
  const names = async (statusFilter?: 'RUNNING' | 'SUCCEEDED') => {
    const { executions: found = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, ...(statusFilter && { statusFilter }) }),
    );
    return found.map(({ name }) => name);
  };
  expect([await names(), await names('RUNNING'), await names('SUCCEEDED')]).toEqual([['b', 'a'], ['b'], ['a']]);
  await go('done');
});

it('stops an execution, and takes it up again where it was', async () => {
  const { answer, go } = later();
  const { client, start, executions, told } = await served(answer);
  const { executionArn } = await start('a', {});
  await new Promise((resolve) => setImmediate(resolve));
  await client.send(new StopExecutionCommand({ executionArn }));
  await executions.settled();
  await client.send(new RedriveExecutionCommand({ executionArn }));
  await go('dropped'); // nobody waits for it any more
  await go('done');
  await executions.settled();
  expect(told.map(({ end, redrives }) => [end?.status, redrives])).toEqual([
    ['ABORTED', 0],
    ['SUCCEEDED', 1],
  ]);
  const { events } = executions.find(executionArn ?? '');
  expect(events.filter(({ type }) => type === 'PassStateEntered')).toHaveLength(1);
  await expect(client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
  });
});

describe('a task that waits for whoever has its token', () => {
  const asks = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { 'token.$': '$$.Task.Token' },
  };
  const waiting = async () => {
    const { answer, go } = later();
    const tokens: string[] = [];
    const rig = await served((input) => {
      tokens.push(JSON.parse(JSON.stringify(input)).token);
      return answer();
    }, asks);
    await rig.start('a', {});
    await go({ MessageId: 'm' });
    return { ...rig, taskToken: tokens[0] ?? '' };
  };

  it('goes on with what that one says, once', async () => {
    const { client, executions, told, taskToken } = await waiting();
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    await executions.settled();
    expect(told).toMatchObject([{ end: { status: 'SUCCEEDED', output: { approved: true } } }]);
    expect(told[0]?.events.find(({ type }) => type === 'TaskSubmitted')?.taskSubmittedEventDetails).toMatchObject({
      output: '{"MessageId":"m"}',
    });
    const again = new SendTaskSuccessCommand({ taskToken, output: '{}' });
    await expect(client.send(again)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('fails with what that one says', async () => {
    const { client, executions, told, taskToken } = await waiting();
    await client.send(new SendTaskFailureCommand({ taskToken, error: 'Declined', cause: 'by the boss' }));
    await executions.settled();
    expect(told).toMatchObject([{ end: { status: 'FAILED', error: 'Declined', cause: 'by the boss' } }]);
  });
});

it('says of a definition what is wrong with it', async () => {
  const { client } = await served();
  const validate = (definition: object) =>
    client.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }));
  expect(await validate(chain({ Do: pass }))).toMatchObject({ result: 'OK', diagnostics: [] });
  expect(await validate({ StartAt: 'Do', States: {} })).toMatchObject({
    result: 'FAIL',
    diagnostics: [{ severity: 'ERROR', message: expect.stringContaining('StartAt') }],
  });
});

it('refuses a name that AWS would refuse, an input too large, and what there is not', async () => {
  const { client, start } = await served();
  await expect(start('a b', {})).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(start('a', { x: 'x'.repeat(262_144) })).rejects.toThrow('larger than 256 KiB');
  const executionArn = 'arn:aws:states:local:000000000000:execution:machine:none';
  await expect(client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
  const stateMachineArn = 'arn:aws:states:local:000000000000:stateMachine:none';
  await expect(client.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
    name: 'StateMachineDoesNotExist',
  });
});

it('hands what no machine can end with to whoever waits for it', async () => {
  const { executions, start } = await served(() => Promise.reject(new TypeError('a bug')));
  await start('a', {});
  await expect(executions.settled()).rejects.toThrow('a bug');
});
