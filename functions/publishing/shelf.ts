import type { z } from 'zod';
import { reportSchema } from '../core/document.ts';
import { jsonText } from '../core/json.ts';
import { documentKey, latestKey, reportsPrefix } from '../core/keys.ts';
import { inParallel } from '../core/parallel.ts';
import { attemptOf, firstAttempt } from '../core/run.ts';
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

/** A batch on the shelf. */
export interface OnShelf extends Shelved {
  /** What the report that holds says; undefined where there is none, or none that can be read. */
  readonly report: z.infer<typeof shownSchema> | undefined;
  /** The batch that it is compared with, where another report of that batch holds by now. */
  readonly outdated: string | undefined;
}

/** Of `report.json`, what the shelf shows. */
const shownSchema = reportSchema.pick({ verdict: true, figures: true, changes: true, comparedWith: true });

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
    const object = one.holds === null ? undefined : await bucket.read(documentKey(one.batch, one.holds));
    // An older report of another shape is no reason to show none of the others.
    const report = jsonText(shownSchema).safeParse(object?.text).data;
    const other = report?.comparedWith;
    const outdated = other && holding.get(other.batch) !== other.run ? other.batch : undefined;
    return { ...one, report, outdated };
  });
}

/** The batch whose `latest.json` lies there; undefined for another key. */
export function batchOfLatest(key: string): string | undefined {
  const [, batch = ''] = key.split('/');
  return key === latestKey(batch) ? batch : undefined;
}
