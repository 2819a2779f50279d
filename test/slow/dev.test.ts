import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { copyOfProject, roomsFrom } from '../copy.ts';

let copy: Awaited<ReturnType<typeof copyOfProject>>;
let dev: ChildProcess | undefined;
let url = '';
/** What it has written since its page was there. */
let output = '';
beforeAll(async () => {
  copy = await copyOfProject(/^(pipeline|sample)\//);
  for (const [path, content] of Object.entries(roomsFrom('upload', 'upload()'))) await copy.put(path, content);
  await begin();
});
afterAll(async () => {
  await stop();
  await copy.remove();
});

/** `npm run dev`, as far as it says where its page is. */
async function begin(): Promise<void> {
  const args = ['scripts/run.js', 'dev', '--port', '0'];
  dev = spawn(process.execPath, args, { cwd: copy.folder, stdio: ['ignore', 'pipe', 'inherit'] });
  if (!dev.stdout) throw new Error('It has no output.');
  for await (const line of createInterface(dev.stdout)) {
    [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url) break;
  }
  dev.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
}

async function stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (!dev || dev.exitCode !== null || dev.signalCode !== null) return;
  const ended = once(dev, 'exit');
  dev.kill(signal);
  await ended;
}

const machine = 'arn:aws:states:local:000000000000:stateMachine:pipeline';
const listSchema = z.object({
  executions: z.array(z.object({ name: z.string(), executionArn: z.string(), status: z.string() })),
});
async function ask(operation: string, request: object): Promise<unknown> {
  const headers = { 'x-amz-target': `AWSStepFunctions.${operation}` };
  const response = await fetch(`${url}/states`, { method: 'POST', headers, body: JSON.stringify(request) });
  return response.json();
}
const definitionOf = async (operation: string, request: object) =>
  z.object({ definition: z.string() }).parse(await ask(operation, request)).definition;
const runs = async () => listSchema.parse(await ask('ListExecutions', { stateMachineArn: machine })).executions;

/** Looks until it is as it should be; whoever waits for ever is told by jest. */
async function until<T>(look: () => Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    await pause(50);
  }
}
/** The run's page is written last, once all else of it is kept. */
const kept = (run = '') =>
  until(
    () => copy.read(`out/2025-01/${run}/run.html`).catch(() => ''),
    (page) => page.includes(run),
  );
const statuses = (...wanted: string[]) =>
  until(runs, (all) => all.map(({ status }) => status).join() === wanted.join());

const act = (body: object) =>
  fetch(`${url}/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const aboutSchema = z.object({
  problems: z.array(z.object({ message: z.string(), file: z.string().optional(), line: z.int().optional() })),
});
const problems = async () => aboutSchema.parse(await (await fetch(`${url}/about`)).json()).problems;
const bedsOf = async (run = '') => (await fetch(`${url}/bucket/runs/${run}/tables/beds.csv`)).text();

it('runs what is put into the inbox', async () => {
  await copy.put('inbox/2025-01/rooms/rooms.csv', 'room,beds\nsea,2\ngarden,1\n');
  const [run] = await statuses('SUCCEEDED');
  expect(await bedsOf(run?.name)).toContain('sea,2');
  await kept(run?.name);
  const ended = `${run?.name}  published  out/2025-01/${run?.name}/index.html`;
  await until(
    async () => output,
    (told) => told.includes(ended),
  );
});

it('makes the newest batch with what is saved in pipeline/', async () => {
  await copy.put('pipeline/report/beds.sql', 'SELECT room, beds * 10 AS beds FROM rooms ORDER BY room\n');
  const [run] = await statuses('SUCCEEDED', 'SUCCEEDED');
  expect(await bedsOf(run?.name)).toContain('sea,20');
});

it('tells a mistake in pipeline/ with its file, and goes on with what was before', async () => {
  await copy.put('pipeline/report/beds.sql', 'SELECT room, bets AS beds FROM rooms ORDER BY room\n');
  expect(await until(problems, (all) => all.length > 0)).toMatchObject([{ file: 'pipeline/report/beds.sql' }]);
  await copy.put('pipeline/report/beds.sql', 'SELECT room, beds * 10 AS beds FROM rooms ORDER BY room\n');
  await until(problems, (all) => all.length === 0);
  expect(await runs()).toHaveLength(2);
});

it('tells that it has to be started again where a source is added that is read from a database', async () => {
  const [pipeline, rooms] = [await copy.read('pipeline/pipeline.ts'), await copy.read('pipeline/sources/rooms.ts')];
  const added = "http({ url: 'https://guests.example/list' })";
  const guests = rooms.replaceAll('rooms', 'guests').replace('upload()', added).replace('upload', 'http');
  await copy.put('pipeline/sources/guests.ts', guests);
  const listed = pipeline.replace('sources: [rooms]', 'sources: [rooms, guests]');
  await copy.put('pipeline/pipeline.ts', `import { guests } from './sources/guests.ts';\n${listed}`);
  const told = await until(problems, (all) => all.some(({ message }) => message.includes('start it again')));
  expect(told).toMatchObject([{ file: 'pipeline/sources/guests.ts' }]);
  await copy.put('pipeline/pipeline.ts', pipeline);
  await rm(join(copy.folder, 'pipeline/sources/guests.ts'));
  await until(problems, (all) => all.length === 0);
});

const order = 'statemachines/pipeline.asl.yaml';

it('takes what is saved in statemachines/ with the next run, and tells a mistake in it with its line', async () => {
  const definition = await copy.read(order);
  const lines = definition.split('\n');
  await copy.put(order, definition.replace('Next: Report', 'Next: Rapport'));
  expect(await until(problems, (all) => all.length > 0)).toContainEqual(
    expect.objectContaining({ file: order, line: 1 + lines.findIndex((line) => /^ {2}Aggregate:/.test(line)) }),
  );
  expect(await definitionOf('DescribeStateMachine', { stateMachineArn: machine })).not.toContain('Rapport');
  await copy.put(order, definition.replace(/Comment: .*/, "Comment: 'Another one'"));
  await until(problems, (all) => all.length === 0);
  await act({ action: 'rerun', batch: '2025-01' });
  const [newest, before] = await statuses('SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED');
  const definitionBy = (run = newest) =>
    definitionOf('DescribeStateMachineForExecution', { executionArn: run?.executionArn });
  expect(await definitionBy()).toContain('Another one');
  expect(await definitionBy(before)).not.toContain('Another one');
});

const step = 'functions/aggregate/aggregate.ts';
let whole = '';

it('takes what is saved in functions/ with the next run', async () => {
  whole = await copy.read(step);
  await copy.put(step, whole.replace("await engine.run('SET threads = 1');", "throw new Error('on purpose');"));
  // What is saved is loaded in a moment, and nobody is told when: a run that began before it succeeds.
  await until(
    async () => {
      await act({ action: 'rerun', batch: '2025-01' });
      return until(runs, (all) => all.every(({ status }) => status !== 'RUNNING'));
    },
    ([newest]) => newest?.status === 'FAILED',
  );
});

it('knows its runs when it is started again, and lets one go on that had failed', async () => {
  const before = await runs();
  await kept(before[0]?.name);
  await stop();
  await copy.put(step, whole);
  await begin();
  expect(await runs()).toEqual(before);
  const [failed] = before;
  await ask('RedriveExecution', { executionArn: failed?.executionArn });
  await until(runs, ([newest]) => newest?.status === 'SUCCEEDED');
  expect(await bedsOf(failed?.name)).toContain('sea,20');
});

/** The states that a run has left. */
const leftBy = async (executionArn: string | undefined) => {
  const { events } = historySchema.parse(await ask('GetExecutionHistory', { executionArn, maxResults: 1000 }));
  return events.flatMap(({ type, stateExitedEventDetails: left }) =>
    type.endsWith('Exited') ? (left?.name ?? []) : [],
  );
};
const historySchema = z.object({
  events: z.array(z.object({ type: z.string(), stateExitedEventDetails: z.object({ name: z.string() }).optional() })),
});

it('lets a run go on where it was when the process was killed in the middle, with all that it had written', async () => {
  await copy.put(step, whole.replace("await engine.run('SET threads = 1');", 'await new Promise(() => {});'));
  const before = (await runs()).length;
  // As above, a run may begin before what is saved is loaded; only one that is under way can wait.
  const [killed] = await until(
    async () => {
      await act({ action: 'rerun', batch: '2025-01' });
      await pause(500);
      return runs();
    },
    ([newest]) => newest?.status === 'RUNNING',
  );
  await until(
    () => leftBy(killed?.executionArn),
    (left) => left.includes('QualityGate'),
  );
  await stop('SIGKILL');
  await copy.put(step, whole);
  await begin();
  const [aborted] = await runs();
  expect(aborted).toMatchObject({ name: killed?.name, status: 'ABORTED' });
  await ask('RedriveExecution', { executionArn: aborted?.executionArn });
  const [redriven, ...others] = await until(runs, ([newest]) => newest?.status !== 'RUNNING');
  expect(redriven?.status).toBe('SUCCEEDED');
  expect(others.length).toBeGreaterThanOrEqual(before);
  expect(await bedsOf(redriven?.name)).toContain('sea,20');
});

it('makes a run of what is left where a file is taken out of the inbox', async () => {
  const bedsIn = async () => {
    const [newest] = await runs();
    return newest?.status === 'SUCCEEDED' ? bedsOf(newest.name) : '';
  };
  await copy.put('inbox/2025-01/rooms/more.csv', 'room,beds\ncellar,3\n');
  await until(bedsIn, (beds) => beds.includes('cellar,30'));
  await copy.put('inbox/2025-01/rooms/rooms.csv', 'room,beds\nattic,4\n');
  await until(bedsIn, (beds) => beds.includes('attic,40') && beds.includes('cellar,30'));
  await rm(join(copy.folder, 'inbox/2025-01/rooms/more.csv'));
  await until(bedsIn, (beds) => beds.includes('attic,40') && !beds.includes('cellar'));
});
