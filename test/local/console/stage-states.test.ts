import { stageStates } from '../../../local/console/stage-states.ts';
import { Refusal } from '../../../local/states/service/refusal.ts';
import { served } from '../states/service/served.ts';

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
