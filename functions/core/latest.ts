import type { Batch } from './batch.ts';
import { jsonText } from './json.ts';
import { latestKey } from './keys.ts';
import { type Latest, latestSchema, type Manifest } from './manifest.ts';
import type { Pipeline } from './pipeline.ts';
import { markSuperseded } from './superseded.ts';
import { windowOf } from './window.ts';
import type { Bucket } from './world.ts';

/**
 * Moves `latest` of the batch to that run unless a newer one is there, then marks the pages that this supersedes.
 * Says whether the run is the latest now. Safe to repeat, and against any number of writers at once.
 */
export async function advanceLatest(batch: string, latest: Latest, bucket: Bucket): Promise<boolean> {
  const isLatest = await advance(latestKey(batch), latest, bucket);
  await markSuperseded(batch, bucket);
  return isLatest;
}

async function advance(key: string, latest: Latest, bucket: Bucket): Promise<boolean> {
  for (;;) {
    const current = await bucket.read(key);
    const there = current && jsonText(latestSchema).safeParse(current.text).data;
    if (there && compare(latest, there) <= 0) return there.run === latest.run;
    // A pointer that cannot be read tells no order: it is replaced, so that publishing mends it.
    const condition = current ? { ifMatch: current.etag } : ({ ifAbsent: true } as const);
    if (await bucket.write(key, JSON.stringify(latest), { contentType: 'application/json', ...condition })) return true;
  }
}

/**
 * How new the inputs of a run are, for its position: its newest upload, and the end of its window where the pipeline
 * pulls sources, as these say the window as it is when they are asked. Without either it has no inputs: undefined.
 */
export function newestInputOf(
  sources: Manifest['sources'],
  batch: Batch,
  { sources: all, timeZone }: Pick<Pipeline, 'sources' | 'timeZone'>,
): string | undefined {
  const uploads = sources.flatMap(({ objects }) => objects.map(({ lastModified }) => lastModified));
  const pulled = all.some(({ origin }) => origin.kind !== 'upload') ? [windowOf(batch, timeZone).to] : [];
  return [...uploads, ...pulled].sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
}

/** Positive where the first is newer; the run's id decides between equals, so that every writer agrees. */
function compare({ position: one, run }: Latest, { position: other, run: otherRun }: Latest): number {
  return (
    Date.parse(one.newestInput) - Date.parse(other.newestInput) ||
    one.attempt - other.attempt ||
    Date.parse(one.decidedAt) - Date.parse(other.decidedAt) ||
    Number(run > otherRun) - Number(run < otherRun)
  );
}
