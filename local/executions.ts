import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonText } from '../functions/core/json.ts';
import { openHistory } from '../functions/platform/workflow.ts';
import { account, region } from './aws.ts';
import type { Watcher } from './cloud.ts';
import { forgetLogs, keepingLogs } from './logs.ts';
import type { Execution } from './states/service/executions.ts';
import { folderStore, type Store } from './states/service/store.ts';
import { writeWhole } from './store.ts';

const event = z.object({
  id: z.int(),
  previousId: z.int(),
  type: z.string(),
  at: z.iso.datetime(),
  state: z.string().optional(),
  input: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});
const keptSchema = z.object({
  run: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  /** The newest event first. */
  history: z.array(event),
});
/** What Step Functions would tell of a run, kept beside the bucket. */
export type KeptExecution = z.infer<typeof keptSchema>;

const folderOf = (store: string) => join(store, 'executions');
const fileOf = (store: string, run: string) => join(folderOf(store), `${run}.json`);

/** The watcher, and each execution is kept in the store when it begins and when it ends, and what functions say of it. */
export const keeping = (store: string, watcher: Watcher): Watcher => {
  const keepLine = keepingLogs(store);
  return {
    ...watcher,
    logs: (...said) => {
      keepLine(...said);
      watcher.logs?.(...said);
    },
    begins: async (execution) => {
      await keep(store, execution);
      await watcher.begins?.(execution);
    },
    ends: async (execution) => {
      await keep(store, execution);
      await watcher.ends?.(execution);
    },
  };
};

async function keep(store: string, { arn, name, startedAt, end }: Execution): Promise<void> {
  const history: KeptExecution['history'] = [];
  if (end) for await (const one of openHistory()(arn)) history.push(one);
  const { error, cause } = end?.status === 'FAILED' ? end : {};
  const kept: KeptExecution = {
    run: name,
    status: end?.status ?? 'RUNNING',
    startedAt: startedAt.toISOString(),
    endedAt: end?.at.toISOString(),
    error,
    cause,
    history,
  };
  await mkdir(folderOf(store), { recursive: true });
  await writeWhole(fileOf(store, name), JSON.stringify(kept));
}

/** Those that are kept, in no order; one that cannot be read is left out. */
export async function keptExecutions(store: string): Promise<KeptExecution[]> {
  const files = await readdir(folderOf(store)).catch(() => []);
  const texts = await Promise.all(files.map((file) => readFile(join(folderOf(store), file), 'utf8')));
  return texts.flatMap((text) => jsonText(keptSchema).safeParse(text).data ?? []);
}

/** Where Step Functions keeps what it knows, beside the bucket. */
export const statesIn = (store: string): Store => folderStore(join(store, 'states'));

export async function forgetExecution(store: string, run: string): Promise<void> {
  statesIn(store).remove(`arn:aws:states:${region}:${account}:execution:pipeline:${run}`);
  await forgetLogs(store, run);
  await rm(fileOf(store, run), { force: true });
}
