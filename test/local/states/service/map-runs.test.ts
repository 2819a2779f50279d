import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Failure } from '../../../../local/states/failure.ts';
import { Executions } from '../../../../local/states/service/executions.ts';
import { call, chain } from '../rig.ts';
import { virtualClock } from '../virtual-clock.ts';
import { memoryStore } from './memory.ts';
import { machineOf, serve } from './served.ts';

const inner = chain({
  Weigh: { ...call, ResultPath: '$.weight' },
  Ship: { ...call, Parameters: { 'id.$': '$.id', 'of.$': '$$.Execution' }, ResultPath: '$.shipped' },
});
const distributed = (more: object = {}, ExecutionType = 'STANDARD') =>
  machineOf({
    Parcels: {
      Type: 'Map',
      Label: 'each',
      ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType } },
      ToleratedFailureCount: 1,
      ...more,
    },
  });
const items = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

/** A machine whose Map fails where Ship is asked for one of these, with the client that asks about it. */
async function shipped(definition = distributed(), bad: readonly number[] = [2]) {
  const broken = new Set(bad);
  const rig = await serve({
    machines: { post: { definition } },
    world: {
      tasks: async ({ state, input }) => {
        const id = Number(JSON.stringify(input).match(/\d+/)?.[0]);
        if (state === 'Ship' && broken.has(id)) throw new Failure('TooHeavy', `${id} weighs too much`);
        return 'done';
      },
    },
  });
  const { executions, client } = rig;
  const { arn } = executions.start(executions.machineArn('post'), 'monday', items(5));
  await executions.settled();
  const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn: arn }));
  const mapRunArn = mapRuns[0]?.mapRunArn ?? '';
  const describe = () => client.send(new DescribeMapRunCommand({ mapRunArn }));
  const list = async (more: object = {}) =>
    (await client.send(new ListExecutionsCommand({ mapRunArn, ...more }))).executions ?? [];
  return { ...rig, arn, mapRuns, mapRunArn, describe, list, broken };
}

it('tells the run of a distributed Map, with what became of its child executions', async () => {
  const { arn, mapRuns, mapRunArn, describe } = await shipped();
  expect(mapRunArn).toBe('arn:aws:states:local:000000000000:mapRun:post/each:id-0');
  expect(mapRuns).toEqual([
    expect.objectContaining({
      executionArn: arn,
      stateMachineArn: mapRunArn.replace('mapRun', 'stateMachine').replace(/:id-0$/, ''),
    }),
  ]);
  expect(await describe()).toMatchObject({
    status: 'SUCCEEDED',
    executionArn: arn,
    toleratedFailureCount: 1,
    executionCounts: { total: 5, succeeded: 4, failed: 1, pending: 0, running: 0 },
    itemCounts: { total: 5, succeeded: 4, failed: 1 },
  });
});

it('counts the items of batches, and those that were never begun', async () => {
  const more = { ItemBatcher: { MaxItemsPerBatch: 2 }, MaxConcurrency: 1, ToleratedFailureCount: 0 };
  const { describe, list } = await shipped(distributed(more), [0]);
  expect(await describe()).toMatchObject({
    status: 'FAILED',
    executionCounts: { total: 3, failed: 1, pending: 2 },
    itemCounts: { total: 5, failed: 2, pending: 3 },
  });
  expect(await list()).toEqual([expect.objectContaining({ status: 'FAILED', itemCount: 2 })]);
});

it('lists the child executions by what became of them, and opens each with its own events and machine', async () => {
  const { client, list, mapRunArn } = await shipped();
  expect(await list({ maxResults: 2 })).toHaveLength(2);
  const [failed, ...others] = await list({ statusFilter: 'FAILED' });
  expect(others).toEqual([]);
  const executionArn = failed?.executionArn ?? '';
  expect(executionArn).toBe('arn:aws:states:local:000000000000:execution:post/each:id-0-2');
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    mapRunArn,
    input: '{"id":2}',
    error: 'TooHeavy',
    redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
  });
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionFailed',
    'ExecutionFailed',
  ]);
  const { definition = '', label } = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  expect([label, JSON.parse(definition)]).toEqual(['each', expect.objectContaining({ StartAt: 'Weigh' })]);
});

it('redrives the child executions that failed, each where it failed, and leaves the others as they are', async () => {
  const { client, arn, executions, broken, list, describe } = await shipped(distributed(), [2, 3]);
  expect(await describe()).toMatchObject({ status: 'FAILED' });
  broken.clear();
  await client.send(new RedriveExecutionCommand({ executionArn: arn }));
  await executions.settled();
  expect(await describe()).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, executionCounts: { succeeded: 5 } });
  const all = await list({ redriveFilter: 'REDRIVEN' });
  const failed = all.find(({ name }) => name === 'id-0-2');
  const asked = new GetExecutionHistoryCommand({ executionArn: failed?.executionArn, reverseOrder: true });
  const { events = [] } = await client.send(asked);
  const since = events.slice(0, events.findIndex(({ type }) => type === 'ExecutionRedriven') + 1);
  expect(since.map(({ type }) => type).reverse()).toEqual([
    'ExecutionRedriven',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  const scheduled = since.find(({ type }) => type === 'LambdaFunctionScheduled');
  expect(scheduled?.lambdaFunctionScheduledEventDetails?.input).toMatch(/"RedriveTime":"2026-01-01T00:00:00Z"/);
  expect(all.find(({ name }) => name === 'id-0-0')).toBeUndefined();
});

it('tells of EXPRESS children what became of them, and no events', async () => {
  const { client, list } = await shipped(distributed({}, 'EXPRESS'));
  const [failed] = await list({ statusFilter: 'FAILED' });
  const executionArn = failed?.executionArn ?? '';
  expect(executionArn).toContain(':express:post/each:');
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ error: 'TooHeavy' });
  await expect(client.send(new GetExecutionHistoryCommand({ executionArn }))).rejects.toThrow(/not supported/);
  const stateMachineArn = failed?.stateMachineArn;
  const { definition = '' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(JSON.parse(definition)).toMatchObject({ StartAt: 'Weigh' });
});

it('knows no run of a Map that there is not, and lists by one kind of ARN alone', async () => {
  const { client, executions, mapRunArn } = await shipped();
  const ask = (arn: string) => client.send(new DescribeMapRunCommand({ mapRunArn: arn }));
  await expect(ask(`${mapRunArn}9`)).rejects.toMatchObject({ name: 'ResourceNotFound' });
  await expect(ask(executions.machineArn('post'))).rejects.toMatchObject({ name: 'InvalidArn' });
  const both = new ListExecutionsCommand({ mapRunArn, stateMachineArn: executions.machineArn('post') });
  await expect(client.send(both)).rejects.toThrow(/Either a stateMachineArn or a mapRunArn/);
});

/** Runs the Map from what is kept, or from its start; tells what is kept then. */
async function settled(kept: Parameters<typeof memoryStore>[0] = [], resume = true) {
  const { store, lines } = memoryStore(kept);
  const asked: string[] = [];
  const executions = new Executions({
    region: 'local',
    account: '000000000000',
    machines: { post: { definition: distributed({ MaxConcurrency: 1 }) } },
    store,
    world: {
      clock: virtualClock(),
      random: () => 0,
      uuid: () => 'id',
      tasks: async ({ state, scope, input }) => {
        asked.push(`${scope} ${state}`);
        await new Promise((done) => setImmediate(done));
        if (state === 'Ship' && JSON.stringify(input).includes('"id":1')) throw new Failure('TooHeavy');
        return 'done';
      },
      objects: { read: async () => new Uint8Array(), list: async () => [], write: async () => undefined },
    },
  });
  if (kept.length === 0) executions.start(executions.machineArn('post'), 'monday', items(3));
  if (resume) executions.resume();
  else executions.abandon('The process was stopped.');
  await executions.settled();
  const { run, children } = executions.mapRun('arn:aws:states:local:000000000000:mapRun:post/each:id');
  const told = children.map(({ name, end, events }) => [
    name,
    end?.status,
    events.map(({ id, type }) => `${id} ${type}`),
  ]);
  return { lines, asked, run, told };
}

it('goes on with child executions from wherever they were, as if the process had never stopped', async () => {
  const whole = await settled();
  expect(whole.told.map(([, status]) => status)).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED']);
  for (let at = 2; at < whole.lines.length; at++) {
    const rest = await settled(whole.lines.slice(0, at));
    expect(rest.told).toEqual(whole.told);
    expect(rest.run).toEqual(whole.run);
    expect(whole.asked.slice(-rest.asked.length || whole.asked.length)).toEqual(rest.asked);
  }
});

it('ends what nobody goes on with', async () => {
  const { lines } = await settled();
  const { run, told } = await settled(lines.slice(0, 5), false);
  expect(run.status).toBe('ABORTED');
  expect(told.at(-1)?.[1]).toBe('ABORTED');
  expect(told.at(-1)?.[2]).toContainEqual(expect.stringContaining('ExecutionAborted'));
});
