import { aggregate } from '../../../functions/aggregate/aggregate.ts';
import { aggregatedSchema } from '../../../functions/core/quality.ts';
import type { Pipeline } from '../../../functions/definition/define-pipeline.ts';
import type { TableDefinition } from '../../../functions/definition/define-report.ts';
import type { Source } from '../../../functions/definition/define-source.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { definePipeline } from '../../../functions/tributary.ts';
import { type MemoryBucket, memoryBucket } from '../../world/bucket.ts';
import { silent } from '../../world/log.ts';
import { batch, type Clean, putPreprocessed, run } from '../preprocessed.ts';
import { type EngineOf, openAthena } from './over-athena.ts';

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
  await putPreprocessed({ sources: sources.map(({ name }) => name), clean, leftOut, unchecked }, bucket);
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
