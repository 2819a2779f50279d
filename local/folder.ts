import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonText } from '../functions/core/json.ts';
import { messageOf } from '../functions/core/told.ts';

const failure = z.object({ code: z.string() });
const ofFile = z.object({ path: z.string() });
const codeOf = (error: unknown) => failure.safeParse(error).data?.code;

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'there is a file where a folder of its path should be',
  EISDIR: 'it is a folder',
  ENOENT: 'it is not there',
  EACCES: 'you may not read or write there',
  EPERM: 'you may not read or write there',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
};

/** What people are told of an error: where the system refuses a file or folder, which one and why; else its message. */
export function sentenceOf(error: unknown): string {
  const reason = reasons[codeOf(error) ?? ''];
  const path = ofFile.safeParse(error).data?.path;
  return reason === undefined || path === undefined ? messageOf(error) : `${path} cannot be used: ${reason}.`;
}

/** Makes sure that a folder is there and can be written; throws with the option that names it. */
export async function openFolder(folder: string, option: string): Promise<void> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const reason = reasons[codeOf(error) ?? ''] ?? messageOf(error);
    throw new Error(`The folder ${folder} cannot be used: ${reason}. Name another one: ${option} <folder>`, {
      cause: error,
    });
  }
}

const holderSchema = z.object({ pid: z.int(), since: z.iso.datetime() });

/**
 * Takes a folder for this process alone, until `release` is called or the process ends. One that a dead process left
 * behind is taken over. Throws, with who has it, where another one works there.
 */
export async function lockFolder(folder: string, option: string): Promise<{ release(): void }> {
  await openFolder(folder, option);
  const path = join(folder, 'lock.json');
  const holder = { pid: process.pid, since: new Date().toISOString() };
  const take = () => writeFile(path, JSON.stringify(holder), { flag: 'wx' }).then(() => true, refused);
  if (!(await take())) {
    const other = await holderOf(path);
    if (other && isAlive(other.pid)) throw inUse(folder, { other, path, option });
    await clearStale(path, other);
    if (!(await take())) throw inUse(folder, { other: await holderOf(path), path, option });
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  return {
    release: () => {
      process.off('exit', release);
      release();
    },
  };
}

/** Whether a process that lives has taken the folder. */
export async function isTaken(folder: string): Promise<boolean> {
  const holder = await holderOf(join(folder, 'lock.json'));
  return holder !== undefined && isAlive(holder.pid);
}

const refused = (error: unknown) => {
  if (codeOf(error) === 'EEXIST') return false;
  throw error;
};

async function holderOf(path: string) {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return jsonText(holderSchema).safeParse(text).data;
}

/** Another process may have cleared it, and taken the folder, just now: then its lock is put back. */
async function clearStale(path: string, stale: z.infer<typeof holderSchema> | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await holderOf(aside);
  if (moved && moved.pid !== stale?.pid && isAlive(moved.pid)) await rename(aside, path);
  else await rm(aside, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

interface Taken {
  readonly other: z.infer<typeof holderSchema> | undefined;
  readonly path: string;
  readonly option: string;
}

const inUse = (folder: string, { other, path, option }: Taken) =>
  new Error(
    `Another run works in ${folder}${other ? ` (process ${other.pid}, since ${other.since})` : ''}. ` +
      `Wait for its end, or give this one a folder of its own: ${option} <folder>. If nothing runs, remove ${path}.`,
  );
