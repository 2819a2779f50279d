import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { aggregate } from '../functions/aggregate/aggregate.ts';
import { manifestKey, qualityKey, rawPrefix, snapshotKey, tableKey } from '../functions/core/keys.ts';
import type { manifestSchema, snapshotSchema } from '../functions/core/manifest.ts';
import { qualitySchema } from '../functions/core/quality.ts';
import { readStored } from '../functions/core/stored.ts';
import type { Bucket } from '../functions/core/world.ts';
import { withDuckDB } from '../functions/platform/engine.ts';
import { type PreprocessWorld, preprocess } from '../functions/preprocess/preprocess.ts';
import { uploads } from './data.ts';
import { fileBucket, place, silent } from './file-bucket.ts';
import { inParts } from './in-parts.ts';
import { pipeline } from './pipeline.ts';
import type { Contested, Counts, Task } from './task.ts';

const run = { run: '2025-bench', batch: '2025' };
const json = { contentType: 'application/json' };

/** The real preprocess of all sources at once, as the state machine's Map runs it, and the real aggregate. */
export async function ours(task: Task): Promise<Contested> {
  return { counts: await work(task, (source, world) => preprocess({ ...run, source }, world)) };
}

/** The same, each source read in parts, all children one after the other. */
export async function oursInParts(task: Task): Promise<Contested> {
  const steps: Record<string, { times: number; seconds: number }> = {};
  const timed = async <T>(step: string, done: () => Promise<T>) => {
    const began = performance.now();
    const result = await done();
    const { times, seconds } = steps[step] ?? { times: 0, seconds: 0 };
    steps[step] = { times: times + 1, seconds: seconds + (performance.now() - began) / 1000 };
    return result;
  };
  const { partBytes } = task;
  let before: Promise<unknown> = Promise.resolve();
  const counts = await work(task, (source, world) => {
    before = before.then(() => inParts({ ...run, source }, { ...world, partBytes, timed, now: () => new Date() }));
    return before;
  });
  return { counts, steps };
}

async function work(
  { data, work, threads, memoryMegabytes }: Task,
  take: (source: string, world: PreprocessWorld) => Promise<unknown>,
): Promise<Record<string, Counts>> {
  const bucket = fileBucket(join(work, 'bucket'));
  const withEngine = withDuckDB({ scratch: join(work, 'scratch'), threads, memoryMegabytes });
  const world = { bucket, pipeline, withEngine, log: silent };
  await ingested(data, join(work, 'bucket'));
  await Promise.all(pipeline.sources.map(({ name }) => take(name, world)));
  await aggregate(run, world);
  await bucket.download(tableKey(run.run, 'sales', 'csv'), join(work, 'result.csv'));
  return counted(bucket);
}

/** The bucket as ingest leaves it. */
async function ingested(data: string, folder: string): Promise<void> {
  const bucket = fileBucket(folder);
  const manifest: z.infer<typeof manifestSchema> = {
    ...run,
    attempt: 1,
    fingerprint: 'bench',
    frozenAt: '2026-01-01T00:00:00Z',
    sources: [],
    absent: [],
    comparedWith: null,
    waiver: null,
  };
  for (const [source, file] of Object.entries(uploads)) {
    const key = `${rawPrefix(run.run, source)}${file}`;
    const origin = `incoming/${run.batch}/${source}/${file}`;
    const { size } = await stat(join(data, file));
    await place(join(data, file), join(folder, key));
    const snapshot: z.infer<typeof snapshotSchema> = { source, objects: [{ key, origin, size, etag: '"bench"' }] };
    await bucket.write(snapshotKey(run.run, source), JSON.stringify(snapshot), json);
    const object = { key: origin, size, etag: '"bench"', lastModified: '2026-01-01T00:00:00Z' };
    manifest.sources.push({ name: source, objects: [object] });
  }
  await bucket.write(manifestKey(run.run), JSON.stringify(manifest), json);
}

async function counted(bucket: Bucket): Promise<Record<string, Counts>> {
  const all: Record<string, Counts> = {};
  for (const { name } of pipeline.sources) {
    const quality = await readStored(qualitySchema, qualityKey(run.run, name), bucket);
    if (!quality) throw new Error(`${name} was not preprocessed`);
    const { read, clean, rejected, duplicates, rejections } = quality;
    const faults: Record<string, number> = {};
    for (const { column, rows } of rejections) if (column) faults[column] = (faults[column] ?? 0) + rows;
    all[name] = { read, clean, rejected, duplicates, faults };
  }
  return all;
}
