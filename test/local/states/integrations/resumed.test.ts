import { chain } from '../rig.ts';
import { memoryStore } from '../service/memory.ts';
import { openWorld, until } from './world.ts';

it('waits on for the job that was submitted, and submits no other', async () => {
  const world = await openWorld();
  const waiting: ((answer: string) => void)[] = [];
  const functions = { slow: () => new Promise((resolve) => waiting.push(resolve)) };
  const run = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: { StateMachineArn: 'arn:aws:states:local:000000000000:stateMachine:child', Input: {} },
    OutputPath: '$.Output',
  };
  const machines = {
    main: chain({ Run: run }),
    child: chain({ Slow: { Type: 'Task', Resource: 'arn:aws:lambda:eu-central-1:1:function:slow' } }),
  };

  const before = memoryStore();
  const first = await world.machines(machines, { functions, store: before.store });
  const { arn } = first.executions.start(first.executions.machineArn('main'), 'main', {});
  await until(() => JSON.stringify(before.lines).includes('TaskSubmitted') && waiting.length === 1);
  const second = await world.machines(machines, { functions, store: memoryStore([...before.lines]).store });
  second.executions.resume();
  await until(() => waiting.length === 2);
  for (const answer of waiting) answer('done');
  await Promise.all([first.executions.settled(), second.executions.settled()]);

  expect(second.executions.list(second.executions.machineArn('child'))).toHaveLength(1);
  const { end, events } = second.executions.find(arn);
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
  expect(events.map(({ type }) => type).filter((type) => type.startsWith('TaskS'))).toEqual([
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
  ]);
  await Promise.all([first.close(), second.close()]);
  await world.close();
});
