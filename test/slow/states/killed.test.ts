import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { build } from 'esbuild';
import { call, chain, pass } from '../../local/states/rig.ts';

jest.setTimeout(60_000); // processes start in it, on a machine that may be busy

const scratch = mkdtempSync(join(tmpdir(), 'tributary-killed-'));
const script = join(scratch, 'kept-service.mjs');
const running = new Set<ChildProcess>();

beforeAll(() =>
  build({
    entryPoints: [join(__dirname, 'kept-service.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  }),
);
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});
afterAll(() => rmSync(scratch, { recursive: true }));

const activityArn = 'arn:aws:states:local:000000000000:activity:work';
const asking = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { 'token.$': '$$.Task.Token' },
};
const machines = JSON.stringify({
  steps: chain({ First: call, Second: call, Third: call }),
  asks: chain({ Ask: asking }),
  works: chain({ Do: { Type: 'Task', Resource: activityArn } }),
});
const arnOf = (machine: string) => `arn:aws:states:local:000000000000:stateMachine:${machine}`;
const executionOf = (machine: string) => `arn:aws:states:local:000000000000:execution:${machine}:one`;

/** A folder in which services follow each other. */
function place() {
  const folder = mkdtempSync(join(scratch, 'place-'));
  const told = () => {
    try {
      return readFileSync(join(folder, 'told'), 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  };
  return {
    folder,
    told,
    /** The first words of what was told. */
    words: () => told().map((line) => line.split(' ')[0]),
    say: (name: string) => writeFileSync(join(folder, name), ''),
    unsay: (name: string) => rmSync(join(folder, name)),
    serve: (later = 0) => serve(folder, later),
  };
}

/** A service, so many milliseconds later than it is. */
async function serve(folder: string, later: number) {
  const child = spawn(process.execPath, [script, folder, machines, String(later)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const lines = createInterface({ input: child.stdout });
  const [url] = await once(lines, 'line');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SFNClient({ endpoint: String(url), region: 'local', credentials, maxAttempts: 1 });
  const describe = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
  const history = async (executionArn: string) =>
    (await client.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];
  return {
    client,
    describe,
    history,
    start: (machine: string) =>
      client.send(new StartExecutionCommand({ stateMachineArn: arnOf(machine), name: 'one', input: '{"x":1}' })),
    ended: (executionArn: string) => until(async () => (await describe(executionArn)).status !== 'RUNNING'),
    kill: async () => {
      client.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
      running.delete(child);
    },
  };
}

async function until(holds: () => boolean | Promise<boolean>) {
  while (!(await holds())) await setTimeout(10);
}

it('calls again what was under way, and nothing that was done', async () => {
  const { serve, say, unsay, words } = place();
  say('hold Second');
  const first = await serve();
  await first.start('steps');
  await until(() => words().includes('Second'));
  await first.kill();
  unsay('hold Second');
  const second = await serve();
  await second.ended(executionOf('steps'));
  expect(words()).toEqual(['First', 'Second', 'Second', 'Third', 'ends']);
  expect(await second.describe(executionOf('steps'))).toMatchObject({
    status: 'SUCCEEDED',
    input: '{"x":1}',
    output: '{"from":"Third"}',
    redriveCount: 0,
  });
  const events = await second.history(executionOf('steps'));
  const task = ['TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded'];
  expect(events.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    ...Array(3)
      .fill([...task, 'TaskStateExited'])
      .flat(),
    'ExecutionSucceeded',
  ]);
  expect(events.slice(2).map(({ id, previousEventId }) => Number(id) - Number(previousEventId))).toEqual(
    Array(15).fill(1),
  );
});

it('passes over a last line that is torn', async () => {
  const { serve, say, unsay, words, folder } = place();
  say('hold Second');
  const first = await serve();
  await first.start('steps');
  await until(() => words().includes('Second'));
  await first.kill();
  const logs = join(folder, 'kept', 'executions');
  for (const log of readdirSync(logs)) appendFileSync(join(logs, log), '[{"event":{"id":99,"ty');
  const second = await serve();
  await until(() => words().length === 3);
  await second.kill();
  unsay('hold Second');
  const third = await serve();
  await third.ended(executionOf('steps'));
  expect(words()).toEqual(['First', 'Second', 'Second', 'Second', 'Third', 'ends']);
  expect(await third.history(executionOf('steps'))).toHaveLength(17);
});

it('waits on for whoever has the token that was given away', async () => {
  const { serve, told } = place();
  const first = await serve();
  await first.start('asks');
  const submitted = async () => (await first.history(executionOf('asks'))).some(({ type }) => type === 'TaskSubmitted');
  await until(submitted);
  await first.kill();
  const [, taskToken = ''] = /"token":"(.*)"/.exec(told()[0] ?? '') ?? [];
  const second = await serve();
  await second.client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' }));
  await second.ended(executionOf('asks'));
  expect(await second.describe(executionOf('asks'))).toMatchObject({ status: 'SUCCEEDED', output: '"yes"' });
  expect(told()).toHaveLength(2);
  const types = (await second.history(executionOf('asks'))).map(({ type }) => type);
  expect(types.slice(1, 6)).toEqual([
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
  ]);
});

it('gives the work of an activity once, and hears its worker', async () => {
  const { serve } = place();
  const first = await serve();
  await first.client.send(new CreateActivityCommand({ name: 'work' }));
  await first.start('works');
  await first.kill();
  const second = await serve();
  expect(await second.client.send(new ListActivitiesCommand({}))).toMatchObject({ activities: [{ activityArn }] });
  const { taskToken, input } = await second.client.send(new GetActivityTaskCommand({ activityArn, workerName: 'ant' }));
  expect(input).toBe('{"x":1}');
  await second.kill();
  const third = await serve();
  await third.client.send(new SendTaskSuccessCommand({ taskToken, output: '"done"' }));
  await third.ended(executionOf('works'));
  const types = (await third.history(executionOf('works'))).map(({ type }) => type);
  expect(types.filter((type) => type?.startsWith('Activity'))).toEqual([
    'ActivityScheduled',
    'ActivityStarted',
    'ActivitySucceeded',
  ]);
});

it('knows what has ended, and takes it up again', async () => {
  const { serve, say, unsay, words } = place();
  say('fail Second');
  const first = await serve();
  await first.start('steps');
  await first.ended(executionOf('steps'));
  const { $metadata: _first, ...before } = await first.describe(executionOf('steps'));
  expect(before).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'for now', redriveStatus: 'REDRIVABLE' });
  await first.kill();
  unsay('fail Second');
  const second = await serve();
  const { $metadata: _second, ...after } = await second.describe(executionOf('steps'));
  expect(after).toEqual(before);
  const list = await second.client.send(new ListExecutionsCommand({ stateMachineArn: arnOf('steps') }));
  expect(list.executions).toMatchObject([{ name: 'one', status: 'FAILED', stopDate: before.stopDate }]);
  await second.client.send(new RedriveExecutionCommand({ executionArn: executionOf('steps') }));
  await second.ended(executionOf('steps'));
  await second.kill();
  const third = await serve();
  expect(await third.describe(executionOf('steps'))).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  expect(words()).toEqual(['First', 'Second', 'ends', 'Second', 'Third', 'ends']);
});

it('holds a name for ninety days', async () => {
  const { serve } = place();
  const first = await serve();
  await first.start('steps');
  await first.ended(executionOf('steps'));
  await first.kill();
  const day = 24 * 60 * 60 * 1000;
  const soon = await serve(89 * day);
  await expect(soon.start('steps')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  await soon.kill();
  const late = await serve(91 * day);
  await expect(late.start('steps')).resolves.toBeDefined();
  await late.ended(executionOf('steps'));
  await late.kill();
  const again = await serve(92 * day);
  expect(await again.history(executionOf('steps'))).toHaveLength(17);
});

it('answers a second start with the first one, while that goes on', async () => {
  const { serve, say, words } = place();
  say('hold First');
  const first = await serve();
  const { executionArn, startDate } = await first.start('steps');
  await until(() => words().includes('First'));
  await first.kill();
  const second = await serve();
  expect(await second.start('steps')).toMatchObject({ executionArn, startDate });
});

it('stops what was under way in the process before', async () => {
  const { serve, say, words } = place();
  say('hold First');
  const first = await serve();
  await first.start('steps');
  await until(() => words().includes('First'));
  await first.kill();
  const second = await serve();
  await second.client.send(new StopExecutionCommand({ executionArn: executionOf('steps'), error: 'Enough' }));
  await second.ended(executionOf('steps'));
  await second.kill();
  const third = await serve();
  expect(await third.describe(executionOf('steps'))).toMatchObject({ status: 'ABORTED', error: 'Enough' });
});

it('tells of an end again where nobody can say whether it was heard', async () => {
  const { serve, say, unsay, told } = place();
  say('hold end');
  const first = await serve();
  await first.start('steps');
  await until(() => told().includes('ends one SUCCEEDED'));
  await first.kill();
  unsay('hold end');
  const second = await serve();
  const times = () => told().filter((line) => line === 'ends one SUCCEEDED').length;
  await until(() => times() === 2);
  await second.describe(executionOf('steps'));
  await second.kill();
  const third = await serve();
  await third.describe(executionOf('steps'));
  expect(times()).toBe(2);
});

it('knows the machines that clients have made, as they are', async () => {
  const { serve } = place();
  const first = await serve();
  const roleArn = 'arn:aws:iam::000000000000:role/mine';
  const make = (name: string) =>
    first.client.send(
      new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify(chain({ Do: pass })) }),
    );
  await make('mine');
  await make('gone');
  const definition = JSON.stringify(chain({ Do: pass, Again: pass }));
  await first.client.send(new UpdateStateMachineCommand({ stateMachineArn: arnOf('mine'), definition }));
  await first.client.send(new DeleteStateMachineCommand({ stateMachineArn: arnOf('gone') }));
  const described = new DescribeStateMachineCommand({ stateMachineArn: arnOf('mine') });
  const { $metadata: _before, ...before } = await first.client.send(described);
  await first.kill();
  const second = await serve();
  const { $metadata: _after, ...after } = await second.client.send(described);
  expect(after).toEqual(before);
  expect(after).toMatchObject({ definition, roleArn, revisionId: expect.any(String) });
  const gone = second.client.send(new DescribeStateMachineCommand({ stateMachineArn: arnOf('gone') }));
  await expect(gone).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  await second.start('mine');
  await second.ended(executionOf('mine'));
});
