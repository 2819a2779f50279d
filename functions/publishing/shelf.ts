import { latestKey, manifestKey, reportsPrefix } from '../core/keys.ts';
import { manifestSchema } from '../core/manifest.ts';
import { inParallel } from '../core/parallel.ts';
import { attemptOf, firstAttempt } from '../core/run.ts';
import { readStored } from '../core/stored.ts';
import type { Bucket } from '../core/world.ts';
import { type Result, readLatest } from './latest.ts';

/** What there is of a batch: every version that ended with a page, and which of them holds. */
export interface Shelved {
  readonly batch: string;
  /** The run whose report holds; null while there is none. */
  readonly holds: string | null;
  /** The newest first. */
  readonly versions: readonly { readonly run: string; readonly result: Result }[];
}

/** A batch on the shelf, with the batch that its report is compared with where that report holds no more. */
export interface OnShelf extends Shelved {
  readonly outdated: string | undefined;
}

/** What there is of one batch. */
export async function shelved(batch: string, bucket: Pick<Bucket, 'read'>): Promise<Shelved> {
  const { run: holds, wanted, ended } = (await readLatest(batch, bucket)).latest;
  const age = (run: string) => wanted.indexOf(firstAttempt(run));
  const versions = Object.entries(ended)
    .map(([run, result]) => ({ run, result }))
    .sort((a, b) => age(b.run) - age(a.run) || attemptOf(b.run) - attemptOf(a.run));
  return { batch, holds, versions };
}

/** All batches, the newest first. */
export async function shelf(bucket: Pick<Bucket, 'read' | 'list'>): Promise<OnShelf[]> {
  const keys = (await bucket.list(reportsPrefix)).map(({ key }) => key);
  const batches = keys.flatMap((key) => batchOfLatest(key) ?? []).sort();
  const all = await inParallel(16, batches.reverse(), (batch) => shelved(batch, bucket));
  const holding = new Map(all.map(({ batch, holds }) => [batch, holds]));
  return inParallel(16, all, async (one) => {
    const manifest = one.holds && (await readStored(manifestSchema, manifestKey(one.holds), bucket));
    const other = manifest ? manifest.comparedWith : null;
    const outdated = other && holding.get(other.batch) !== other.run ? other.batch : undefined;
    return { ...one, outdated };
  });
}

/** The batch whose `latest.json` lies there; undefined for another key. */
export function batchOfLatest(key: string): string | undefined {
  const [, batch = ''] = key.split('/');
  return key === latestKey(batch) ? batch : undefined;
}
