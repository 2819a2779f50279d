import { appendFileSync, mkdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonText } from '../functions/core/json.ts';
import type { Watcher } from './cloud.ts';

const lineSchema = z.object({ timestamp: z.int(), step: z.string(), message: z.string() });
/** A line as CloudWatch would have it. */
type KeptLine = z.infer<typeof lineSchema>;

const folderOf = (store: string) => join(store, 'logs');
const fileOf = (store: string, run: string) => join(folderOf(store), `${run}.ndjson`);

/** A run names its file, so it can be nothing else. */
const named = z.object({ run: z.string().regex(/^[\w-]+$/) });

/** Keeps what the functions say of each run beside the bucket, line by line. */
export function keepingLogs(store: string): NonNullable<Watcher['logs']> {
  mkdirSync(folderOf(store), { recursive: true });
  return (step, line, { event, text }) => {
    const run = named.safeParse(event).data?.run ?? named.safeParse(line).data?.run;
    if (run === undefined) return;
    const kept: KeptLine = { timestamp: Date.now(), step, message: text };
    appendFileSync(fileOf(store, run), `${JSON.stringify(kept)}\n`);
  };
}

/** What the functions have said of a run so far; nothing where it is not known. */
export async function keptLogs(store: string, run: string): Promise<KeptLine[]> {
  if (!named.safeParse({ run }).success) return [];
  const text = await readFile(fileOf(store, run), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => jsonText(lineSchema).safeParse(line).data ?? []);
}

export const forgetLogs = (store: string, run: string) => rm(fileOf(store, run), { force: true });
