import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { jsonText } from '../functions/core/json.ts';
import { type Done, doneSchema, type Task } from './task.ts';

export interface Measured extends Done {
  readonly wallSeconds: number;
  /** The most that lay in the contestant's scratch folder, as Lambda's /tmp would have had to hold it. */
  readonly diskMegabytes: number;
  readonly digest: string;
}

/** Runs one contestant in a process of its own, in an empty folder; throws where it fails. */
export async function measure(task: Task, command: readonly string[]): Promise<Measured> {
  await rm(task.work, { recursive: true, force: true });
  await mkdir(join(task.work, 'scratch'), { recursive: true });
  const disk = watchDisk(join(task.work, 'scratch'));
  const began = performance.now();
  const [program = '', ...argv] = command;
  const child = spawn(program, [...argv, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const wallSeconds = (performance.now() - began) / 1000;
  const diskMegabytes = disk.peak();
  if (code !== 0) throw new Error(`${task.contestant} ended with ${code}: see above`);
  const done = jsonText(doneSchema).parse(output.trim().split('\n').at(-1));
  const digest = await digestOf(task.work);
  await rm(task.work, { recursive: true });
  return { ...done, wallSeconds, diskMegabytes, digest };
}

/** Of the result's cells: CSV files may differ in line ends and quotes. */
export async function digestOf(work: string): Promise<string> {
  const cells: unknown = parse(await readFile(join(work, 'result.csv')), { bom: true });
  return createHash('sha256').update(JSON.stringify(cells)).digest('hex');
}

/** The Python that has polars, pandas and pyspark, if there is one. */
const python = process.env.PYTHON ?? 'python3';

export const hasPackage = (name: string) => spawnSync(python, ['-c', `import ${name}`]).status === 0;
export const pythonCommand = (name: string) => [python, `bench/peer_${name}.py`];

function watchDisk(folder: string): { peak: () => number } {
  let peak = 0;
  const timer = setInterval(() => {
    sizeOf(folder).then(
      (bytes) => {
        peak = Math.max(peak, bytes);
      },
      () => {}, // a folder that went away between two looks
    );
  }, 200);
  return {
    peak: () => {
      clearInterval(timer);
      return peak / 1e6;
    },
  };
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map(({ parentPath, name }) =>
    stat(join(parentPath, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
