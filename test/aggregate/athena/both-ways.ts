import { aggregate } from '../../../functions/aggregate/aggregate.ts';
import { cleanKey, manifestKey, qualityKey } from '../../../functions/core/keys.ts';
import type { Manifest } from '../../../functions/core/manifest.ts';
import { aggregatedSchema, type Quality } from '../../../functions/core/quality.ts';
import type { Pipeline } from '../../../functions/definition/define-pipeline.ts';
import type { TableDefinition } from '../../../functions/definition/define-report.ts';
import type { Source } from '../../../functions/definition/define-source.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { definePipeline } from '../../../functions/tributary.ts';
import { type MemoryBucket, memoryBucket } from '../../world/bucket.ts';
import { silent } from '../../world/log.ts';
import { parquetOf } from '../../world/parquet.ts';
import { type EngineOf, openAthena } from './over-athena.ts';

export const run = '2024-05-0123456789abcdef';
const batch = '2024-05';

/** Clean rows, each SELECT a part of its source. */
export type Clean = Readonly<Record<string, readonly string[]>>;

export interface Asked {
  readonly sources: readonly Source[];
  readonly clean: Clean;
  readonly leftOut?: readonly string[];
  /** Sources that preprocess has not come to. */
  readonly unchecked?: readonly string[];
  readonly engineOf?: EngineOf | undefined;
}

/** A run that preprocess has done, and an Athena over it. */
export async function openRun(tables: readonly TableDefinition[], asked: Asked) {
  const { sources, clean, leftOut = [], unchecked = [], engineOf } = asked;
  const bucket = memoryBucket();
  for (const [name, parts] of Object.entries(clean)) {
    for (const [at, sql] of parts.entries()) bucket.put(cleanKey(run, name, at + 1), await parquetOf(sql));
    if (!unchecked.includes(name))
      bucket.put(qualityKey(run, name), JSON.stringify(quality(name, parts.length, leftOut.includes(name))));
  }
  const absent = sources.map(({ name }) => name).filter((name) => !Object.hasOwn(clean, name));
  bucket.put(manifestKey(run), JSON.stringify(manifest(Object.keys(clean), absent)));
  const pipeline = pipelineOf(sources, tables);
  return { bucket, pipeline, athena: await openAthena({ run, batch }, { pipeline, filled: bucket, engineOf }) };
}

/** A pipeline whose large batches are distributed. */
export const pipelineOf = (sources: readonly Source[], tables: readonly TableDefinition[]) =>
  definePipeline({
    name: 'market',
    period: 'month',
    timeZone: 'Europe/Zurich',
    sources: [...sources],
    limits: { rejected: 0.1, empty: 'allow' },
    maxSourceBytes: 1_000_000,
    distributed: { fromBytes: 1_000_000 },
    report: { title: 'Market', figures: [], tables },
  });

/** What both ways have written under `tables/`, key by key, and what Athena scanned of it. */
export async function bothWays(
  {
    bucket,
    pipeline,
    athena,
  }: {
    bucket: MemoryBucket;
    pipeline: Pipeline;
    athena: Pick<Awaited<ReturnType<typeof openAthena>>, 'all' | 'bucket' | 'bytes'>;
  },
  of = { run, batch },
) {
  const [oneAnswer, otherAnswer] = [
    await aggregate(of, { bucket, pipeline, withEngine: withDuckDB({ threads: 2 }), log: silent }),
    await athena.all(),
  ];
  const keys = (await bucket.list(`runs/${of.run}/tables/`)).map(({ key }) => key);
  const others = (await athena.bucket.list(`runs/${of.run}/tables/`)).map(({ key }) => key);
  const bytes = async (key: string) => [key, (await athena.bytes(key)).toString('base64')] as const;
  const other = Object.fromEntries(await Promise.all(others.map(bytes)));
  const ending = keys.find((key) => key.endsWith('/_complete.json')) ?? '';
  const { scannedBytes, ...complete } = JSON.parse(Buffer.from(other[ending] ?? '', 'base64').toString());
  return {
    one: {
      answer: oneAnswer,
      files: Object.fromEntries(keys.map((key) => [key, bucket.bytes(key)?.toString('base64')])),
    },
    other: {
      answer: otherAnswer,
      files: { ...other, [ending]: Buffer.from(JSON.stringify(complete)).toString('base64') },
    },
    complete: aggregatedSchema.parse({ ...complete, scannedBytes }),
  };
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
