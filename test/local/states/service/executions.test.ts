import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Failure } from '../../../../local/states/failure.ts';
import { later, served } from './served.ts';

const day = 24 * 60 * 60 * 1000;

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

it('refuses a name that AWS would refuse, an input too large, and what there is not', async () => {
  const { client, start } = await served();
  await expect(start('a b', {})).rejects.toMatchObject({ name: 'InvalidName' });
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

it('tells of a stop who wanted it, once', async () => {
  const { answer } = later();
  const { client, start, executions, told } = await served(answer);
  const { executionArn } = await start('a', {});
  await new Promise((resolve) => setImmediate(resolve));
  const stop = (error: string) =>
    client.send(new StopExecutionCommand({ executionArn, error, cause: `${error} of it` }));
  await stop('Enough');
  await executions.settled();
  const end = { error: 'Enough', cause: 'Enough of it' };
  expect(told).toMatchObject([{ end: { status: 'ABORTED', ...end } }]);
  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(described).toMatchObject({ status: 'ABORTED', ...end });
  expect(await stop('Again')).toMatchObject({ stopDate: described.stopDate });
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
  expect(events[0]).toMatchObject({ type: 'ExecutionAborted', executionAbortedEventDetails: end });
  expect(events.filter(({ type }) => type === 'ExecutionAborted')).toHaveLength(1);
});

it('says whether an execution can be taken up again, how often it was, and when', async () => {
  const answers = [later(), later()];
  let asked = 0;
  const { client, start, executions } = await served(async () => answers[asked++]?.answer() ?? 'none');
  const { executionArn } = await start('a', {});
  const describe = () => client.send(new DescribeExecutionCommand({ executionArn }));
  expect(await describe()).toMatchObject({
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
  });
  await new Promise((resolve) => setImmediate(resolve));
  await client.send(new StopExecutionCommand({ executionArn }));
  await executions.settled();
  expect(await describe()).toMatchObject({ status: 'ABORTED', redriveStatus: 'REDRIVABLE' });
  const redrive = new RedriveExecutionCommand({ executionArn, clientToken: 'once' });
  const { redriveDate } = await client.send(redrive);
  expect(await client.send(redrive)).toMatchObject({ redriveDate });
  await answers[1]?.go('done');
  await executions.settled();
  expect(await describe()).toMatchObject({
    output: '"done"',
    outputDetails: { included: true },
    redriveCount: 1,
    redriveDate,
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  });
});

it('takes nothing up again later than fourteen days after its end', async () => {
  const { client, start, executions, clock } = await served(() => Promise.reject(new Failure('Oops')));
  const { executionArn } = await start('a', {});
  await executions.settled();
  await clock.sleep(14 * day + 1, new AbortController().signal);
  const redrive = client.send(new RedriveExecutionCommand({ executionArn }));
  await expect(redrive).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
    message: expect.stringMatching(/period exceeded/),
  });
});

it('gives a name free ninety days after the end', async () => {
  const { start, executions, clock } = await served();
  await start('a', {});
  await executions.settled();
  await clock.sleep(90 * day, new AbortController().signal);
  await expect(start('a', {})).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  await clock.sleep(1, new AbortController().signal);
  await expect(start('a', {})).resolves.toBeDefined();
  await executions.settled();
  expect(executions.list()).toHaveLength(1);
});

it('tells of an execution without its data where it is asked to', async () => {
  const { client, start, executions } = await served();
  const { executionArn } = await start('a', { secret: 'in' });
  await executions.settled();
  const described = await client.send(new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }));
  const asked = { executionArn, includeExecutionData: false };
  const { events = [] } = await client.send(new GetExecutionHistoryCommand(asked));
  expect(described).toMatchObject({ inputDetails: { included: false }, outputDetails: { included: false } });
  expect(JSON.stringify([described, events])).not.toMatch(/secret|done/);
  expect(events[1]?.stateEnteredEventDetails).toEqual({ name: 'First' });
});

it('lists executions by whether they were taken up again', async () => {
  let bad = true;
  const { client, start, executions, stateMachineArn } = await served(async () => {
    if (bad) throw new Failure('Oops');
    return 'done';
  });
  const { executionArn } = await start('a', {});
  await start('b', {});
  await executions.settled();
  bad = false;
  await client.send(new RedriveExecutionCommand({ executionArn }));
  await executions.settled();
  const names = async (redriveFilter: 'REDRIVEN' | 'NOT_REDRIVEN') => {
    const found = await client.send(new ListExecutionsCommand({ stateMachineArn, redriveFilter }));
    return (found.executions ?? []).map(({ name, redriveCount }) => [name, redriveCount]);
  };
  expect([await names('REDRIVEN'), await names('NOT_REDRIVEN')]).toEqual([[['a', 1]], [['b', 0]]]);
});

it('refuses to list what only Map Runs have, and the executions of no machine', async () => {
  const { client, stateMachineArn } = await served();
  const list = (more: object) => client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
  await expect(list({ statusFilter: 'PENDING_REDRIVE' })).rejects.toMatchObject({ name: 'ValidationException' });
  const none = list({ stateMachineArn: `${stateMachineArn}2` });
  await expect(none).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  await expect(list({ nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidToken' });
});
