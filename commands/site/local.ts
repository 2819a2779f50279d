import { join } from 'node:path';
import { batchNameOf } from '../../functions/core/run.ts';
import { config } from '../../functions/platform/config.ts';
import { type BatchResult, rerun, runBatch } from '../../local/batch.ts';
import { copyReports } from '../../local/copy.ts';
import { keptExecutions } from '../../local/executions.ts';
import { isTaken } from '../../local/folder.ts';
import { uploadBatch } from '../../local/input.ts';
import { openKept } from '../../local/kept.ts';
import type { StartOptions } from '../../local/options.ts';
import { isPulled } from '../../local/origins/origins.ts';
import { type Plan, planOf, planOfSeeds } from '../../local/plan.ts';
import type { Screen } from '../../local/screen.ts';
import { inSession, type Session } from '../../local/session.ts';
import { resultLines } from '../../local/tell.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { erasingHere } from './local-eraser.ts';
import type { Ended, Execution, Maker, Making, Site } from './site.ts';
import { standingOf } from './standing.ts';

/** This machine, with the bucket that `npm start` keeps. */
export function localSite(options: StartOptions, screen: Screen): Site {
  const bucket = openKept(options.store);
  const executions = async (): Promise<Execution[]> => {
    const [kept, taken] = [await keptExecutions(options.store), await isTaken(options.store)];
    return kept
      .map((one) => (one.status === 'RUNNING' && !taken ? { ...one, status: 'ABORTED', cause: stopped } : one))
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  };
  return {
    flag: '',
    definition: config('fingerprint'),
    bucket,
    executions,
    execution: async (run) => (await executions()).find((one) => one.run === run),
    history: async function* (run) {
      yield* (await keptExecutions(options.store)).find((one) => one.run === run)?.history ?? [];
    },
    consoleOf: () => undefined,
    placeOf: (key) => join(options.store, 'bucket', key),
    linkTo: async (key) => join(options.store, 'bucket', key),
    addressOf: () => undefined,
    erasing: (work) => erasingHere(options, work),
    making: async (asked, work) => {
      // What was uploaded in the place of a database or an API is there, and nothing else is read.
      const files = (await bucket.list('incoming/')).map(({ key }) => key.split('/')[2]);
      const onlyFiles = options.onlyFiles || pipeline.sources.filter(isPulled).some(({ name }) => files.includes(name));
      const own = { ...options, onlyFiles };
      const plan = await planFor(asked, own);
      return inSession({ plan, options: own, screen }, async (session) => {
        for (const [batch, files] of plan.batches) {
          if (asked.uploads.includes(batch)) await uploadBatch(session.cloud, batch, files);
        }
        return work(makerIn(session));
      });
    },
  };
}

const stopped = 'The process that made it was stopped.';

async function planFor({ uploads, dryRun = false }: Making, options: StartOptions): Promise<Plan> {
  if (uploads.length === 0) return planOfSeeds(options, pipeline);
  const named = pipeline.sources.every(isPulled) ? uploads : [];
  const plan = await planOf({ ...options, batches: named }, pipeline);
  return dryRun ? { ...plan, seeds: new Map() } : plan;
}

function makerIn({ cloud, kept, options, screen }: Session): Maker {
  const fingerprint = config('fingerprint');
  const world = { bucket: cloud.bucket, pipeline, fingerprint, quietAtMostSeconds: 0, now: () => new Date() };
  const ended = async (batch: string, making: Promise<BatchResult>): Promise<Ended> => {
    const result = await making.finally(kept.save);
    await copyReports(cloud, options.out);
    const { result: end, run = '' } = { run: undefined, ...result.outcome };
    const told = { ...result, batch, uploaded: { added: [], changed: [], removed: [] }, pulls: false };
    const lines = resultLines(told, options.out, screen).map((line) => line.replace(/^ {2}/, ''));
    return { run, result: end === 'waiting' ? 'not begun' : end, lines };
  };
  return {
    standingOf: (batch) => standingOf(batch, world),
    open: ({ name }) => ended(name, runBatch(cloud, name, { again: false, distributed: false })),
    rerun: (asked) => ended(batchNameOf(asked.run), rerun(cloud, asked)),
  };
}
