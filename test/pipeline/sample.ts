import { readFileSync } from 'node:fs';
import { aggregate } from '../../functions/aggregate/aggregate.ts';
import { manifestKey, qualityKey, tableKey, tablesKey } from '../../functions/core/keys.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import { aggregatedSchema, qualitySchema, tableSchema } from '../../functions/core/quality.ts';
import { readStored } from '../../functions/core/stored.ts';
import { ingest } from '../../functions/ingest/ingest.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { preprocess } from '../../functions/preprocess/preprocess.ts';
import { filesOf } from '../../local/input.ts';
import { planOf, uploadAll } from '../../local/plan.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { worldWith } from '../ingest/world.ts';
import { memoryBucket } from '../world/bucket.ts';

interface Run {
  readonly without?: readonly string[];
  readonly threads?: number;
}

const sample = { input: 'sample/incoming', seed: 'sample/seed', onlyFiles: true };
const planned = planOf({ ...sample, batches: [] }, pipeline).then((plan) => {
  uploadAll(pipeline);
  return plan;
});

/** Takes one batch of the sample, as files alone, through ingest, preprocess and aggregate, and reads what came out. */
export async function runBatch(batch: string, { without = [], threads }: Run = {}) {
  const bucket = memoryBucket();
  const world = { ...worldWith(bucket), pipeline, withEngine: withDuckDB({ threads }) };
  const run = `${batch}-0123456789abcdef`;

  const sources = pipeline.sources.map(({ name }) => name).filter((name) => !without.includes(name));
  const files = (await planned).batches.get(batch) ?? [];
  for (const { path, key } of sources.flatMap((name) => filesOf(name, batch, files)))
    bucket.put(key, readFileSync(path));
  const manifest: Manifest = {
    run,
    batch,
    attempt: 1,
    fingerprint: 'f',
    frozenAt: '2013-03-10T06:00:00Z',
    sources: await Promise.all(
      sources.map(async (name) => ({ name, objects: await bucket.list(`incoming/${batch}/${name}/`) })),
    ),
    absent: [...without],
    comparedWith: null,
    waiver: null,
  };
  bucket.put(manifestKey(run), JSON.stringify(manifest));
  for (const source of sources) {
    await ingest({ run, batch, source }, world);
    await preprocess({ run, batch, source }, world);
  }
  await aggregate({ run, batch }, world);

  return {
    run,
    bucket,
    quality: async (source: string) =>
      qualitySchema.parse(await readStored(qualitySchema, qualityKey(run, source), bucket)),
    rows: async (table: string) =>
      tableSchema.parse(await readStored(tableSchema, tableKey(run, table, 'json'), bucket)).rows,
    joins: async () => aggregatedSchema.parse(await readStored(aggregatedSchema, tablesKey(run), bucket)).joins,
    tables: () =>
      pipeline.report.tables.map(({ name }) => [
        bucket.bytes(tableKey(run, name, 'parquet'))?.toString('base64'),
        bucket.bytes(tableKey(run, name, 'csv'))?.toString(),
      ]),
  };
}
