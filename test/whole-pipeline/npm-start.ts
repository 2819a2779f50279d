import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { reportSchema } from '../../functions/core/document.ts';

/** A folder of the test file that goes when it ends, with runs of `npm start` in it that go by their names. */
export let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tributary-whole-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** `npm start` in a process of its own, with folders that go by the name: a store, one for its reports, a temporary one. */
export async function spawnStart(name: string, ...options: string[]) {
  const folders = ['--store', join(scratch, name, 'store'), '--out', outOf(name)];
  await mkdir(tmpOf(name), { recursive: true });
  const env = { ...process.env, TMPDIR: tmpOf(name) };
  return spawn(process.execPath, ['scripts/run.js', 'start', ...folders, ...options], { stdio: 'pipe', env });
}
export async function start(name: string, ...options: string[]): Promise<{ code: unknown; output: string }> {
  const { code, output, errors } = await ended(await spawnStart(name, ...options));
  return { code, output: output + errors };
}
async function ended(child: ReturnType<typeof spawn>) {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('It has no output.');
  const [output, errors, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')]);
  return { code, output, errors };
}

/** `npm run tributary -- <command>` about what a run of that name has kept. */
export const tributary = (name: string, ...args: string[]) =>
  ended(
    spawn(process.execPath, ['scripts/run.js', 'tributary', ...args, '--store', join(scratch, name, 'store')], {
      stdio: 'pipe',
      env: { ...process.env, TMPDIR: tmpOf(name) },
    }),
  );
export const outOf = (name: string) => join(scratch, name, 'out');
export const tmpOf = (name: string) => join(scratch, name, 'tmp');

const readJson = async (...path: string[]): Promise<unknown> => JSON.parse(await readFile(join(...path), 'utf8'));
const pointer = z.object({ run: z.string().nullable() });
export const latestRun = async (name: string, batch: string) =>
  pointer.parse(await readJson(outOf(name), batch, 'latest.json')).run ?? '';
export const latestReport = async (name: string, batch: string) =>
  reportSchema.parse(await readJson(outOf(name), batch, await latestRun(name, batch), 'report.json'));

const listed = z.array(z.looseObject({ run: z.string(), batch: z.string(), result: z.string(), holds: z.boolean() }));
/** What `runs` lists, the newest first. */
export const runsOf = async (name: string, ...args: string[]) =>
  listed.parse(JSON.parse((await tributary(name, 'runs', ...args, '--json')).output));

/** A folder to upload from: the sample's February, changed. */
export async function february(name: string, change: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(scratch, name, 'in');
  await cp('sample/incoming/2013-02', join(folder, '2013-02'), { recursive: true });
  await change(join(folder, '2013-02'));
  return folder;
}
export const fileOf = async (folder: string, source: string) => {
  const [file = ''] = await readdir(join(folder, source));
  return join(folder, source, file);
};

/** The files below a folder with their digests; report.json without its object `run`, and no `latest.json`, which tells times. */
export async function filesOf(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    if (!/\.\w+$/.test(path) || /(latest\.json|run\.html)$/.test(path)) continue;
    const bytes = await readFile(join(folder, path));
    const { run: _, ...same } = path.endsWith('report.json')
      ? reportSchema.parse(JSON.parse(bytes.toString()))
      : { run: 0, bytes: bytes.toString('base64') };
    files.set(path, createHash('sha256').update(JSON.stringify(same)).digest('hex'));
  }
  return files;
}
