import {
  CreateActivityCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  GetActivityTaskCommand,
  ListActivitiesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { manualClock } from '../manual-clock.ts';
import { machineOf, serve } from './served.ts';

const activityArn = 'arn:aws:states:local:000000000000:activity:work';

/** A machine whose only state waits for a worker. */
async function working(more: object = {}) {
  const clock = manualClock();
  const rig = await serve({
    machines: { machine: { definition: machineOf({ Do: { Type: 'Task', Resource: activityArn, ...more } }) } },
    world: { clock },
  });
  const { client, executions } = rig;
  await client.send(new CreateActivityCommand({ name: 'work' }));
  const stateMachineArn = executions.machineArn('machine');
  const start = (input: object) =>
    client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  const poll = () => client.send(new GetActivityTaskCommand({ activityArn, workerName: 'ant' }));
  /** Whatever was asked for before has come to the server. */
  const heard = async () => void (await client.send(new ListActivitiesCommand({})));
  return { ...rig, clock, start, poll, heard };
}

it('makes an activity once, describes it, lists it, and takes it away', async () => {
  const { client } = await serve();
  const create = () => client.send(new CreateActivityCommand({ name: 'work' }));
  const about = { activityArn, creationDate: expect.any(Date) };
  expect(await create()).toMatchObject(about);
  expect(await create()).toMatchObject(about);
  expect(await client.send(new DescribeActivityCommand({ activityArn }))).toMatchObject({ ...about, name: 'work' });
  const { activities } = await client.send(new ListActivitiesCommand({}));
  expect(activities).toEqual([{ ...about, name: 'work' }]);
  await client.send(new DeleteActivityCommand({ activityArn }));
  const describe = client.send(new DescribeActivityCommand({ activityArn }));
  await expect(describe).rejects.toMatchObject({ name: 'ActivityDoesNotExist' });
  const poll = client.send(new GetActivityTaskCommand({ activityArn }));
  await expect(poll).rejects.toMatchObject({ name: 'ActivityDoesNotExist' });
  await expect(client.send(new CreateActivityCommand({ name: 'a b' }))).rejects.toMatchObject({ name: 'InvalidName' });
});

it('gives work to a worker, who says what it comes to', async () => {
  const { client, start, poll, executions, told } = await working();
  await start({ x: 1 });
  const { taskToken, input } = await poll();
  expect(input).toBe('{"x":1}');
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"done":true}' }));
  await executions.settled();
  expect(told).toMatchObject([{ end: { status: 'SUCCEEDED', output: { done: true } } }]);
  const events = told[0]?.events ?? [];
  expect(events.map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
    ['ExecutionStarted', 0],
    ['TaskStateEntered', 0],
    ['ActivityScheduled', 2],
    ['ActivityStarted', 3],
    ['ActivitySucceeded', 4],
    ['TaskStateExited', 5],
    ['ExecutionSucceeded', 6],
  ]);
  expect(events[2]?.activityScheduledEventDetails).toMatchObject({ resource: activityArn, input: '{"x":1}' });
  expect(events[3]?.activityStartedEventDetails).toEqual({ workerName: 'ant' });
});

it('lets workers wait for work, and gives each its own, in order', async () => {
  const { start, poll } = await working();
  const waiting = [poll(), poll()];
  await start({ n: 1 });
  await start({ n: 2 });
  const given = await Promise.all(waiting);
  expect(given.map(({ input }) => input).toSorted()).toEqual(['{"n":1}', '{"n":2}']);
  expect(new Set(given.map(({ taskToken }) => taskToken)).size).toBe(2);
});

it('answers with nothing after a minute without work', async () => {
  const { poll, clock, arrived, heard } = await working();
  const answers: unknown[] = [];
  const asked = poll().then(({ taskToken }) => answers.push(taskToken));
  await arrived('GetActivityTask');
  await heard();
  clock.advance(59_999);
  await heard();
  expect(answers).toEqual([]);
  clock.advance(1);
  await asked;
  expect(answers).toEqual([undefined]);
});

it('fails as the worker says', async () => {
  const { client, start, poll, executions, told } = await working();
  await start({});
  const { taskToken } = await poll();
  await client.send(new SendTaskFailureCommand({ taskToken, error: 'Tired', cause: 'too much' }));
  await executions.settled();
  expect(told).toMatchObject([{ end: { status: 'FAILED', error: 'Tired', cause: 'too much' } }]);
  const failed = told[0]?.events.find(({ type }) => type === 'ActivityFailed');
  expect(failed?.activityFailedEventDetails).toEqual({ error: 'Tired', cause: 'too much' });
});

it('fails where no worker comes in time, and hands out no work that is over', async () => {
  const { start, poll, executions, told, clock, heard } = await working({ TimeoutSeconds: 10 });
  await start({});
  await heard();
  clock.advance(10_000);
  await executions.settled();
  expect(told).toMatchObject([{ end: { status: 'FAILED', error: 'States.Timeout' } }]);
  const types = told[0]?.events.map(({ type }) => type) ?? [];
  expect(types).toContain('ActivityTimedOut');
  expect(types).not.toContain('ActivityStarted');
  await start({ next: true });
  expect(await poll()).toMatchObject({ input: '{"next":true}' });
});

it('counts the silence of a worker from when it has the work', async () => {
  const { client, start, poll, executions, told, clock, heard } = await working({ HeartbeatSeconds: 10 });
  await start({});
  await heard();
  clock.advance(100_000);
  const { taskToken } = await poll();
  clock.advance(9999);
  await client.send(new SendTaskHeartbeatCommand({ taskToken }));
  clock.advance(9999);
  await heard();
  expect(told).toEqual([]);
  clock.advance(1);
  await executions.settled();
  expect(told).toMatchObject([{ end: { error: 'States.Timeout' } }]);
  const types = told[0]?.events.map(({ type }) => type) ?? [];
  expect(types.slice(-4)).toEqual(['ActivityScheduled', 'ActivityStarted', 'ActivityTimedOut', 'ExecutionFailed']);
  await expect(client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
    name: 'TaskTimedOut',
  });
});

it('hands out no work of an execution that was stopped', async () => {
  const { client, start, poll, executions } = await working();
  const { executionArn } = await start({});
  await new Promise((resolve) => setImmediate(resolve));
  await client.send(new StopExecutionCommand({ executionArn }));
  await executions.settled();
  await start({ next: true });
  expect(await poll()).toMatchObject({ input: '{"next":true}' });
});

it('gives no work to a worker who has gone', async () => {
  const { client, start, poll, arrived, heard } = await working();
  const gone = new AbortController();
  const asked = client.send(new GetActivityTaskCommand({ activityArn }), { abortSignal: gone.signal });
  await arrived('GetActivityTask');
  await heard();
  gone.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await heard();
  await start({ x: 1 });
  expect(await poll()).toMatchObject({ input: '{"x":1}' });
});

it('fails where nobody has made the activity', async () => {
  const { client, start, executions, told } = await working();
  await client.send(new DeleteActivityCommand({ activityArn }));
  await start({});
  await executions.settled();
  expect(told).toMatchObject([{ end: { status: 'FAILED', error: 'States.Runtime' } }]);
});
