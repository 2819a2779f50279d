import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { notInstalled, programPath } from '../program.ts';
import type { Screen } from '../screen.ts';

const sizes = { wide: { width: 1440, height: 1000 }, narrow: { width: 390, height: 844 } };

/** Takes pictures of the console over the sample, as it looks to a person, and tells where they are. */
export async function takeScreenshots(folder: string, screen: Screen): Promise<void> {
  const executablePath = programPath('chromium');
  if (executablePath === undefined) throw new Error(notInstalled('chromium'));
  const scratch = await mkdtemp(join(tmpdir(), 'tributary-screenshots-'));
  await mkdir(folder, { recursive: true });
  const child = spawnDev(scratch);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const at = { browser, url: await urlOf(child), folder, scratch, screen };
    await pictures(at);
  } finally {
    await browser.close();
    child.kill();
    await once(child, 'exit');
    await rm(scratch, { recursive: true, force: true });
  }
}

function spawnDev(scratch: string): ChildProcess {
  const folders = ['input', 'store', 'out'].flatMap((name) => [`--${name}`, join(scratch, name)]);
  const args = ['scripts/run.js', 'dev', '--port', '0', ...folders];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function urlOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('The console says nothing.');
  for await (const line of createInterface(stdout)) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
    if (url !== undefined) {
      stdout.resume();
      return url;
    }
  }
  throw new Error('The console did not start.');
}

interface At {
  readonly browser: Browser;
  readonly url: string;
  readonly folder: string;
  readonly scratch: string;
  readonly screen: Screen;
}

async function pictures(at: At): Promise<void> {
  await shoot(at, 'empty', { ready: (page) => page.getByText('Try it with the sample').waitFor() });
  await post(at.url, 'actions', { action: 'sample' });
  const succeeded = async (page: Page) => {
    await page.locator('.runs li .status.succeeded').nth(1).waitFor({ timeout: 120_000 });
    await page.getByRole('link', { name: 'Report' }).waitFor();
  };
  await shoot(at, 'light', { ready: succeeded });
  await shoot(at, 'dark', { ready: succeeded, colorScheme: 'dark' });
  await shoot(at, 'narrow', { ready: succeeded, viewport: sizes.narrow });
  await breakFile(at.scratch);
  const held = (page: Page) => page.locator('.failure').waitFor({ timeout: 120_000 });
  await shoot(at, 'failed', { ready: held });
  await shoot(at, 'huge', { ready: held, hash: await startHuge(at.url) });
  const listed = (page: Page) => page.locator('.children li .failed').waitFor({ timeout: 120_000 });
  const answered = async (page: Page) => {
    await page.getByLabel('An input').waitFor({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('region', { name: 'Answer' }).waitFor({ timeout: 120_000 });
  };
  await shoot(at, 'start', { ready: answered, hash: '#machine=SignUp' });
  await shoot(at, 'children', { ready: listed, hash: await startChildren(at.url) });
}

interface Shot {
  readonly ready: (page: Page) => Promise<void>;
  readonly hash?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

async function shoot({ browser, url, folder, screen }: At, name: string, shot: Shot): Promise<void> {
  const { ready, hash = '', colorScheme = 'light', viewport = sizes.wide } = shot;
  const page = await browser.newPage({ viewport, colorScheme });
  await page.goto(`${url}${hash}`);
  await ready(page);
  await page.waitForTimeout(500); // colours fade
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  await page.close();
  screen.line(path);
}

/** Of a file of the newest batch, more rows are wrong than may be. */
async function breakFile(scratch: string): Promise<void> {
  const all = await readdir(join(scratch, 'input'), { recursive: true });
  const file =
    all
      .filter((path) => path.endsWith('.csv'))
      .sort()
      .at(-1) ?? '';
  await appendFile(join(scratch, 'input', file), 'nowhere,yesterday,hot\n'.repeat(100));
}

/** A thousand parcels, one of which cannot be sent. */
const parcels = (ProcessorConfig: object, more: object = {}) =>
  JSON.stringify({
    StartAt: 'Parcels',
    States: {
      Parcels: {
        Type: 'Map',
        MaxConcurrency: 40,
        ItemProcessor: {
          ProcessorConfig,
          StartAt: 'Weigh',
          States: {
            Weigh: {
              Type: 'Choice',
              Choices: [{ Variable: '$', NumericEquals: 617, Next: 'TooHeavy' }],
              Default: 'Ship',
            },
            TooHeavy: { Type: 'Fail', Error: 'TooHeavy', Cause: 'Parcel 617 weighs more than may be sent.' },
            Ship: { Type: 'Pass', End: true },
          },
        },
        ...more,
        Next: 'Told',
      },
      Told: { Type: 'Succeed' },
    },
  });
const thousand = Array.from({ length: 1000 }, (_, at) => at);

/** Makes a machine; gives what starts it, and that the address of the run. */
async function made(url: string, name: string, definition: string) {
  const ask = (operation: string, request: object) =>
    post(url, 'states', request, { 'x-amz-target': `AWSStepFunctions.${operation}` });
  await ask('CreateStateMachine', { name, definition, roleArn: 'arn:aws:iam::000000000000:role/local' });
  const stateMachineArn = `arn:aws:states:local:000000000000:stateMachine:${name}`;
  return async (run: string, items: readonly number[]) => {
    await ask('StartExecution', { stateMachineArn, name: run, input: JSON.stringify(items) });
    const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`;
    return `#${new URLSearchParams({ machine: name, run: arn })}`;
  };
}

/** A Map of a thousand items, one of which fails, after a hundred runs that do not. */
async function startHuge(url: string): Promise<string> {
  const start = await made(url, 'parcels', parcels({ Mode: 'INLINE' }));
  for (let day = 1; day <= 100; day++) await start(`day-${day}`, [1, 2, 3]);
  return start('a-thousand', thousand);
}

/** A distributed Map of a thousand child executions, which takes one that fails. */
async function startChildren(url: string): Promise<string> {
  const mode = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const start = await made(url, 'parcels-apart', parcels(mode, { ToleratedFailureCount: 1 }));
  return `${await start('a-thousand', thousand)}&state=Parcels`;
}

async function post(url: string, path: string, body: object, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}
