import { cleanKey, manifestKey, qualityKey } from '../../functions/core/keys.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import type { Quality } from '../../functions/core/quality.ts';
import type { MemoryBucket } from '../world/bucket.ts';
import { parquetOf } from '../world/parquet.ts';

export const run = '2024-05-0123456789abcdef';
export const batch = '2024-05';

/** Clean rows, each SELECT a part of its source. */
export type Clean = Readonly<Record<string, readonly string[]>>;

interface Preprocessed {
  /** Of those without clean rows, all are absent. */
  readonly sources: readonly string[];
  readonly clean: Clean;
  readonly leftOut: readonly string[];
  /** Sources that preprocess has not come to. */
  readonly unchecked: readonly string[];
}

/** Puts into the bucket what preprocess leaves of the run. */
export async function putPreprocessed({ sources, clean, leftOut, unchecked }: Preprocessed, bucket: MemoryBucket) {
  for (const [name, parts] of Object.entries(clean)) {
    for (const [at, sql] of parts.entries()) bucket.put(cleanKey(run, name, at + 1), await cleanRows(sql));
    if (!unchecked.includes(name))
      bucket.put(qualityKey(run, name), JSON.stringify(quality(name, parts.length, leftOut.includes(name))));
  }
  const absent = sources.filter((name) => !Object.hasOwn(clean, name));
  bucket.put(manifestKey(run), JSON.stringify(manifest(Object.keys(clean), absent)));
}

/** The same rows are asked for by test after test. */
const made = new Map<string, Promise<Buffer>>();
function cleanRows(sql: string): Promise<Buffer> {
  const file = made.get(sql) ?? parquetOf(sql);
  made.set(sql, file);
  return file;
}

const manifest = (sources: readonly string[], absent: readonly string[]): Manifest => ({
  run,
  batch,
  attempt: 1,
  fingerprint: 'f',
  frozenAt: '2024-06-01T00:00:00Z',
  sources: sources.map((name) => ({ name, objects: [] })),
  absent: [...absent],
  comparedWith: null,
  waiver: null,
});

const quality = (source: string, parts: number, leftOut: boolean): Quality => ({
  source,
  files: [],
  ...(parts !== 1 && { parts }),
  read: 0,
  clean: 0,
  rejected: 0,
  duplicates: 0,
  rejections: [],
  withinLimits: !leftOut,
  holds: false,
  problems: [],
  leftOut,
});
