import { z } from 'zod';
import { aggregate } from '../../../functions/aggregate/aggregate.ts';
import { cleanKey, manifestKey, qualityKey } from '../../../functions/core/keys.ts';
import type { Manifest } from '../../../functions/core/manifest.ts';
import { aggregatedSchema, type Quality } from '../../../functions/core/quality.ts';
import type { Pipeline } from '../../../functions/definition/define-pipeline.ts';
import type { TableDefinition } from '../../../functions/definition/define-report.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { decimal, definePipeline, defineSource, upload } from '../../../functions/tributary.ts';
import { type MemoryBucket, memoryBucket } from '../../world/bucket.ts';
import { silent } from '../../world/log.ts';
import { parquetOf } from '../../world/parquet.ts';
import { openAthena } from './over-athena.ts';

export const run = '2024-05-0123456789abcdef';
const batch = '2024-05';

const shops = defineSource({
  name: 'shops',
  title: 'Shops',
  origin: upload(),
  row: z.object({ id: z.int(), name: z.string(), pin: z.string().meta({ sensitive: true }) }),
  key: ['id'],
});

const rates = defineSource({
  name: 'rates',
  title: 'Rates',
  origin: upload(),
  row: z.object({
    day: z.iso.date(),
    rate: z.number(),
    floor: decimal(6, 3),
    seen: z.iso.datetime({ offset: true }),
    word: z.string(),
  }),
  key: ['day'],
  optional: true,
});

const sales = defineSource({
  name: 'sales',
  title: 'Sales',
  origin: upload(),
  row: z.object({
    id: z.int(),
    shop: z.int().nullable(),
    pin: z.string().nullable(),
    day: z.iso.date(),
    price: decimal(12, 3),
    rate: z.number(),
    sold_at: z.iso.datetime({ offset: true }),
    paid: z.boolean().nullable(),
    note: z.string().nullable(),
  }),
  key: ['id'],
  references: [
    { shop: shops.columns.id, pin: shops.columns.pin },
    { rate: rates.columns.rate },
    { price: rates.columns.floor },
    { sold_at: rates.columns.seen, day: rates.columns.day },
    { note: rates.columns.word },
  ],
});

/** Clean rows, each SELECT a part of its source. */
export type Clean = Readonly<Record<string, readonly string[]>>;

const sale = (values: string) =>
  `SELECT id::BIGINT AS id, shop::BIGINT AS shop, pin::VARCHAR AS pin, day::DATE AS day, price::DECIMAL(12, 3) AS price, rate::DOUBLE AS rate, sold_at::TIMESTAMP AS sold_at, paid::BOOLEAN AS paid, note::VARCHAR AS note
   FROM (VALUES ${values}) AS rows(id, shop, pin, day, price, rate, sold_at, paid, note)`;
const nasty = `'=1 "é🙂", ' || chr(13) || chr(10) || 'a\\n' || chr(0) || chr(10) || '''x'`;

export const clean: Clean = {
  shops: [
    `SELECT 1::BIGINT AS id, 'North' AS name, '1234' AS pin`,
    `SELECT 2::BIGINT AS id, 'Söuth' AS name, '9' AS pin`,
  ],
  sales: [
    sale(`(1, 1, '1234', '2024-05-01', 12.5, 1e10, '2024-05-01 10:00:00', true, NULL),
          (2, 1, '1234', '2024-05-02', -0.05, 0.1, '2024-05-01 23:59:59.25', false, ''),
          (3, 3, '77', '2024-05-31', 0, '-0'::DOUBLE, '1969-12-31 23:59:59.999', NULL, ${nasty})`),
    sale(`(4, 3, '77', '0001-01-01', 99999999.999, 4.9e-324, '0001-01-01', true, 'NULL'),
          (5, NULL, NULL, '9999-12-31', 1, 1.7976931348623157e308, '9999-12-31 23:59:59.999', true, ' x ')`),
    sale(`(9007199254740991, 4, '1234', '2024-05-02', 0.005, 12345678, '2024-05-01 10:00:00', false, 'x')`),
  ],
};

interface Asked {
  readonly clean?: Clean;
  readonly leftOut?: readonly string[];
  /** Sources that preprocess has not come to. */
  readonly unchecked?: readonly string[];
}

/** A run of the market that preprocess has done, and an Athena over it. */
export async function openMarket(
  tables: readonly TableDefinition[],
  { clean: rows = clean, leftOut = [], unchecked = [] }: Asked = {},
) {
  const bucket = memoryBucket();
  for (const [name, parts] of Object.entries(rows)) {
    for (const [at, sql] of parts.entries()) bucket.put(cleanKey(run, name, at + 1), await parquetOf(sql));
    if (!unchecked.includes(name))
      bucket.put(qualityKey(run, name), JSON.stringify(quality(name, parts.length, leftOut.includes(name))));
  }
  bucket.put(manifestKey(run), JSON.stringify(manifest(Object.keys(rows))));
  const pipeline = definePipeline({
    name: 'market',
    period: 'month',
    timeZone: 'Europe/Zurich',
    sources: [shops, rates, sales],
    limits: { rejected: 0.1, empty: 'allow' },
    maxSourceBytes: 1_000_000,
    distributed: { fromBytes: 1_000_000 },
    report: { title: 'Market', figures: [], tables },
  });
  return { bucket, pipeline, athena: await openAthena({ run, batch }, pipeline, bucket) };
}

/** What both ways have written under `tables/`, key by key, and what Athena scanned of it. */
export async function bothWays(
  {
    bucket,
    pipeline,
    athena,
  }: { bucket: MemoryBucket; pipeline: Pipeline; athena: Awaited<ReturnType<typeof openAthena>> },
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

const manifest = (sources: readonly string[]): Manifest => ({
  run,
  batch,
  attempt: 1,
  fingerprint: 'f',
  frozenAt: '2024-06-01T00:00:00Z',
  sources: sources.map((name) => ({ name, objects: [] })),
  absent: [shops, rates, sales].map(({ name }) => name).filter((name) => !sources.includes(name)),
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
