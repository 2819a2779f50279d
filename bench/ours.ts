import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { type AggregateWorld, aggregate } from '../functions/aggregate/aggregate.ts';
import {
  answersPrefix,
  manifestKey,
  qualityKey,
  rawPrefix,
  snapshotKey,
  tableKey,
  tablesKey,
} from '../functions/core/keys.ts';
import type { manifestSchema, snapshotSchema } from '../functions/core/manifest.ts';
import { aggregatedSchema, qualitySchema } from '../functions/core/quality.ts';
import { readStored } from '../functions/core/stored.ts';
import type { Bucket } from '../functions/core/world.ts';
import { withDuckDB } from '../functions/platform/engine.ts';
import { type PreprocessWorld, preprocess } from '../functions/preprocess/preprocess.ts';
import { localDatabase } from '../local/athena.ts';
import { startAthena } from './athena.ts';
import { byAthena } from './by-athena.ts';
import { uploads } from './data.ts';
import { fileBucket, place, silent } from './file-bucket.ts';
import { inParts } from './in-parts.ts';
import { distributed, pipeline } from './pipeline.ts';
import { stepsTimed } from './steps.ts';
import type { Contested, Counts, Task } from './task.ts';

const run = { run: '2025-bench', batch: '2025' };
const json = { contentType: 'application/json' };

/** The real preprocess of all sources at once, as the state machine's Map runs them, and the real aggregate. */
export const ours = (task: Task): Promise<Contested> =>
  work(task, {
    rows: (source, world) => preprocess({ ...run, source }, world),
    tables: (world) => aggregate(run, world),
  });

/** The same, each source read in parts, all children one after the other. */
export async function oursInParts(task: Task): Promise<Contested> {
  const { steps, timed } = stepsTimed();
  const contested = await work(task, { rows: oneAfterTheOther(task, timed), tables: (world) => aggregate(run, world) });
  return { ...contested, steps };
}

/** The same, and the table by Athena, for which a Trino answers. */
export async function oursByAthena(task: Task): Promise<Contested> {
  const { steps, timed } = stepsTimed();
  const athena = await timed('trino', () => startAthena(join(task.work, 'bucket'), distributed));
  const ask = (sql: string) => athena.ask(sql, answersPrefix(run.run));
  try {
    const contested = await work(task, {
      rows: oneAfterTheOther(task, timed),
      tables: (world) => byAthena(run, { ...world, pipeline: distributed, database: localDatabase, ask, timed }),
    });
    return { ...contested, steps };
  } finally {
    await athena.stop();
  }
}

/** The sources are read in turns, part by part. */
function oneAfterTheOther({ partBytes }: Task, timed: ReturnType<typeof stepsTimed>['timed']): Way['rows'] {
  let before: Promise<unknown> = Promise.resolve();
  return (source, world) => {
    before = before.then(() => inParts({ ...run, source }, { ...world, partBytes, timed, now: () => new Date() }));
    return before;
  };
}

interface Way {
  readonly rows: (source: string, world: PreprocessWorld) => Promise<unknown>;
  readonly tables: (world: AggregateWorld) => Promise<unknown>;
}

async function work({ data, work, threads, memoryMegabytes }: Task, way: Way): Promise<Contested> {
  const bucket = fileBucket(join(work, 'bucket'));
  const withEngine = withDuckDB({ scratch: join(work, 'scratch'), threads, memoryMegabytes });
  const world = { bucket, pipeline, withEngine, log: silent };
  await ingested(data, join(work, 'bucket'));
  await Promise.all(pipeline.sources.map(({ name }) => way.rows(name, world)));
  await way.tables(world);
  await bucket.download(tableKey(run.run, 'sales', 'csv'), join(work, 'result.csv'));
  return { counts: await counted(bucket), ...(await made(bucket)) };
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

/** What the tables are, to the byte, and what Athena has read for them. */
async function made(bucket: Bucket): Promise<Pick<Contested, 'files' | 'scannedBytes'>> {
  const complete = await readStored(aggregatedSchema, tablesKey(run.run), bucket);
  if (!complete) throw new Error('No table was made');
  const { files, workbook, scannedBytes } = complete;
  const digests = files.flatMap(({ csv, parquet }) => [csv.sha256, parquet.sha256]);
  const scanned = scannedBytes && { scannedBytes: scannedBytes.reduce((sum, bytes) => sum + bytes, 0) };
  return { files: [...digests, workbook?.sha256 ?? ''], ...scanned };
}
