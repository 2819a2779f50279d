import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { manifestKey, qualityKey, rawPrefix, snapshotKey, tablesKey } from '../functions/core/keys.ts';
import type { manifestSchema, snapshotSchema } from '../functions/core/manifest.ts';
import { aggregatedSchema, qualitySchema } from '../functions/core/quality.ts';
import { readStored } from '../functions/core/stored.ts';
import type { Bucket } from '../functions/core/world.ts';
import { uploads } from './data.ts';
import { fileBucket, place } from './file-bucket.ts';
import { pipeline } from './pipeline.ts';
import type { Contested, Counts } from './task.ts';

/** The one run that is measured. */
export const run = { run: '2025-bench', batch: '2025' };
const json = { contentType: 'application/json' };

/** The bucket as ingest leaves it. */
export async function ingested(data: string, folder: string): Promise<void> {
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

/** What preprocess has counted of each source. */
export async function counted(bucket: Bucket): Promise<Record<string, Counts>> {
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
export async function made(bucket: Bucket): Promise<Pick<Contested, 'files' | 'scannedBytes'>> {
  const complete = await readStored(aggregatedSchema, tablesKey(run.run), bucket);
  if (!complete) throw new Error('No table was made');
  const { files, workbook, scannedBytes } = complete;
  const digests = files.flatMap(({ csv, parquet }) => [csv.sha256, parquet.sha256]);
  const scanned = scannedBytes && { scannedBytes: scannedBytes.reduce((sum, bytes) => sum + bytes, 0) };
  return { files: [...digests, workbook?.sha256 ?? ''], ...scanned };
}
