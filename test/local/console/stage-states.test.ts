import { stageStates } from '../../../local/console/stage-states.ts';
import { Refusal } from '../../../local/states/service/refusal.ts';
import { chain, pass } from '../states/rig.ts';
import { machineOf, serve, served } from '../states/service/served.ts';

const { signal } = new AbortController();

/** What the console asks of a stage, answered over the wire by Step Functions. */
async function stage() {
  const { client, start, executions, stateMachineArn } = await served(async () => ({ rows: 3 }));
  const { executionArn = '' } = await start('a', { x: 1 });
  await executions.settled();
  const states = stageStates(stateMachineArn, client);
  const ask = (operation: string, request: object) => states[operation]?.(request, signal);
  return { states, ask, executionArn, stateMachineArn, executions };
}

it('answers as the API does, times in seconds', async () => {
  const { ask, executionArn, stateMachineArn } = await stage();
  expect(await ask('ListStateMachines', {})).toMatchObject({ stateMachines: [{ stateMachineArn, name: 'machine' }] });
  expect(await ask('ListExecutions', { stateMachineArn, maxResults: 1000 })).toMatchObject({
    executions: [{ executionArn, status: 'SUCCEEDED', startDate: expect.any(Number) }],
  });
  expect(await ask('DescribeExecution', { executionArn })).toMatchObject({ output: '{"rows":3}' });
  expect(await ask('DescribeStateMachineForExecution', { executionArn })).toMatchObject({
    definition: expect.stringContaining('StartAt'),
  });
  expect(await ask('GetExecutionHistory', { executionArn, reverseOrder: true, maxResults: 1 })).toMatchObject({
    events: [{ type: 'ExecutionSucceeded', timestamp: expect.any(Number) }],
    nextToken: expect.any(String),
  });
});

it('tells the run of a distributed Map, and its child executions by what became of them', async () => {
  const ItemProcessor = { ...chain({ Do: pass }), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
  const { client, executions } = await serve({
    machines: { machine: { definition: machineOf({ Each: { Type: 'Map', ItemProcessor } }) } },
  });
  const stateMachineArn = executions.machineArn('machine');
  executions.start(stateMachineArn, 'a', [1, 2]);
  await executions.settled();
  const states = stageStates(stateMachineArn, client);
  const mapRunArn = stateMachineArn.replace('stateMachine', 'mapRun').concat('/Each:id-0');
  expect(await states.DescribeMapRun?.({ mapRunArn }, signal)).toMatchObject({ executionCounts: { succeeded: 2 } });
  const list = (statusFilter: string) => states.ListExecutions?.({ mapRunArn, statusFilter }, signal);
  expect(await list('SUCCEEDED')).toMatchObject({ executions: [{ mapRunArn }, { mapRunArn }] });
  expect(await list('FAILED')).toEqual({ executions: [] });
});

it('has nothing that changes anything', async () => {
  const { states } = await stage();
  expect(Object.keys(states).filter((name) => !/^(List|Describe|Get)/.test(name))).toEqual([]);
});

it('refuses with the word of Step Functions', async () => {
  const { ask, executionArn } = await stage();
  const refused = ask('DescribeExecution', { executionArn: `${executionArn}b` });
  await expect(refused).rejects.toThrow(Refusal);
  await expect(refused).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
});
