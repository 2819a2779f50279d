import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Failure } from '../../../../local/states/failure.ts';
import type { Json } from '../../../../local/states/json.ts';
import { call, chain, pass } from '../rig.ts';
import { machineOf, serve } from './served.ts';

async function express(answer: (input: Json) => Promise<Json> = async () => 'done', Do: object = call) {
  const rig = await serve({
    machines: {
      express: { definition: machineOf({ Do }), type: 'EXPRESS' },
      slow: { definition: machineOf({ Do: { Type: 'Wait', Seconds: 600 } }), type: 'EXPRESS' },
      standard: { definition: machineOf({ Do: pass }) },
    },
    world: { tasks: ({ input }) => answer(input) },
  });
  const stateMachineArn = rig.executions.machineArn('express');
  const sync = (more: object = {}) =>
    rig.client.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"x":1}', ...more }));
  return { ...rig, sync, stateMachineArn };
}

it('answers a start with the end', async () => {
  const { sync, stateMachineArn, told } = await express(async (input) => ({ got: input }));
  const { $metadata: _, ...answer } = await sync({ name: 'one' });
  expect(answer).toEqual({
    executionArn: expect.stringMatching(/^arn:aws:states:local:000000000000:express:express:one:[^:]+$/),
    stateMachineArn,
    name: 'one',
    startDate: expect.any(Date),
    stopDate: expect.any(Date),
    status: 'SUCCEEDED',
    input: '{"x":1}',
    inputDetails: { included: true },
    output: '{"got":{"x":1}}',
    outputDetails: { included: true },
    billingDetails: { billedDurationInMilliseconds: 0, billedMemoryUsedInMB: 64 },
  });
  expect(told).toEqual([]);
});

it('answers with why it failed', async () => {
  const { sync } = await express(() => Promise.reject(new Failure('Oops', 'it broke')));
  expect(await sync()).toMatchObject({ status: 'FAILED', error: 'Oops', cause: 'it broke' });
  expect(await sync()).not.toHaveProperty('output');
});

it('goes on for five minutes at most', async () => {
  const { sync, executions } = await express();
  expect(await sync({ stateMachineArn: executions.machineArn('slow') })).toMatchObject({
    status: 'TIMED_OUT',
    error: 'States.Timeout',
    billingDetails: { billedDurationInMilliseconds: 300_000 },
  });
});

it('leaves out the data where it is asked to', async () => {
  const { sync } = await express();
  const answer = await sync({ includedData: 'METADATA_ONLY' });
  expect(answer).toMatchObject({ inputDetails: { included: false }, outputDetails: { included: false } });
  expect(answer).not.toHaveProperty('input');
  expect(answer).not.toHaveProperty('output');
});

it('tells a state nothing of redrives', async () => {
  const asks = { ...call, Parameters: { 'execution.$': '$$.Execution' } };
  const { sync } = await express(async (input) => input, asks);
  const { output = '' } = await sync();
  expect(JSON.parse(output).execution).not.toHaveProperty('RedriveCount');
});

it('starts as many of one name as somebody likes', async () => {
  const seen: Json[] = [];
  const { client, stateMachineArn, executions } = await express(async (input) => seen.push(input));
  const start = () => client.send(new StartExecutionCommand({ stateMachineArn, name: 'same' }));
  const [first, second] = [await start(), await start()];
  expect(first.executionArn).not.toBe(second.executionArn);
  await executions.settled();
  expect(seen).toHaveLength(2);
});

it('refuses of an EXPRESS machine what AWS refuses', async () => {
  const { client, stateMachineArn } = await express();
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  const message = expect.stringContaining('express');
  const asked = { executionArn };
  for (const refused of [
    client.send(new DescribeExecutionCommand(asked)),
    client.send(new GetExecutionHistoryCommand(asked)),
    client.send(new StopExecutionCommand(asked)),
    client.send(new RedriveExecutionCommand(asked)),
  ]) {
    await expect(refused).rejects.toMatchObject({ name: 'InvalidArn', message });
  }
  const list = client.send(new ListExecutionsCommand({ stateMachineArn }));
  await expect(list).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
});

it('waits for the end of no STANDARD machine', async () => {
  const { sync, executions } = await express();
  const refused = sync({ stateMachineArn: executions.machineArn('standard') });
  await expect(refused).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
});

it('refuses a bad name, an input that is not JSON, and a machine that is not there', async () => {
  const { sync, stateMachineArn } = await express();
  await expect(sync({ name: 'a b' })).rejects.toMatchObject({ name: 'InvalidName' });
  await expect(sync({ input: '{' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  const none = sync({ stateMachineArn: `${stateMachineArn}2` });
  await expect(none).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
});

const onceDistributed = (processor: object) => ({
  Type: 'Map',
  ItemProcessor: {
    ...chain({ Each: pass }),
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    ...processor,
  },
});

it.each([
  ['a job', 'EXPRESS', { ...call, Resource: 'arn:aws:states:::glue:startJobRun.sync' }, '.sync'],
  [
    'a callback',
    'EXPRESS',
    { ...call, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' },
    '.waitForTaskToken',
  ],
  ['an activity', 'EXPRESS', { ...call, Resource: 'arn:aws:states:local:0:activity:work' }, 'activity'],
  ['a distributed Map', 'EXPRESS', onceDistributed({}), 'distributed'],
  [
    'a job of a child that is EXPRESS',
    'STANDARD',
    onceDistributed({
      ...chain({ Each: { ...call, Resource: 'arn:aws:states:::glue:startJobRun.sync:2' } }),
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
    }),
    '.sync:2',
  ],
] as const)('refuses to read a machine that waits for %s', async (_, type, state, told) => {
  const { client } = await express();
  const nested = { Type: 'Parallel', Branches: [chain({ Do: state })] };
  const said = {
    name: 'new',
    type,
    definition: JSON.stringify(chain({ Both: nested })),
    roleArn: 'arn:aws:iam::0:role/r',
  };
  await expect(client.send(new CreateStateMachineCommand(said))).rejects.toMatchObject({
    name: 'InvalidDefinition',
    message: expect.stringContaining(told),
  });
});
