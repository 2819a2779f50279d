import { z } from 'zod';
import { aggregate } from '../../functions/aggregate/aggregate.ts';
import { cleanKey, manifestKey, qualityKey, tableKey, tablesKey } from '../../functions/core/keys.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import { aggregatedSchema, type Quality, tableSchema } from '../../functions/core/quality.ts';
import { readStored } from '../../functions/core/stored.ts';
import type { TableDefinition } from '../../functions/definition/define-report.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { decimal, definePipeline, defineSource, upload } from '../../functions/tributary.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';
import { parquetOf } from '../world/parquet.ts';

export const run = '2024-05-0123456789abcdef';

const customers = defineSource({
  name: 'customers',
  title: 'Customers',
  origin: upload(),
  row: z.object({ id: z.int(), 'Größe "XL"': z.string().nullable(), email: z.string().meta({ sensitive: true }) }),
  key: ['id'],
});

const orders = defineSource({
  name: 'orders',
  title: 'Orders',
  origin: upload(),
  row: z.object({
    id: z.int(),
    customer: z.int().nullable(),
    email: z.string().nullable().meta({ sensitive: true }),
    amount: decimal(12, 2),
    placed_at: z.iso.datetime({ offset: true }),
    placed_on: z.iso.date(),
    note: z.string().nullable(),
  }),
  key: ['id'],
  references: [{ customer: customers.columns.id }, { customer: customers.columns.id, email: customers.columns.email }],
  optional: true,
});

/** Clean rows of the two made-up sources, each as the SELECT that makes them. */
export const twoOrders = {
  customers: `SELECT 1::BIGINT AS id, 'small' AS "Größe ""XL""", 'a@example.org' AS email`,
  orders: `
    SELECT 7::BIGINT AS id, 1::BIGINT AS customer, 'a@example.org' AS email, 12.30::DECIMAL(12, 2) AS amount,
      TIMESTAMP_MS '2024-05-03 22:30:00' AS placed_at, DATE '2024-05-04' AS placed_on, NULL::VARCHAR AS note
    UNION ALL SELECT 8, NULL, NULL, 0.10, TIMESTAMP_MS '2024-05-31 23:59:59.250', DATE '2024-06-01', 'late'`,
};

interface Shop {
  /** Without one of the sources, that one is absent. */
  readonly clean?: Partial<typeof twoOrders>;
  readonly leftOut?: readonly string[];
  /** Sources that preprocess has not come to. */
  readonly unchecked?: readonly string[];
  readonly threads?: number;
  readonly bucket?: MemoryBucket;
}

/** Runs aggregate over made-up orders and customers, with these tables as the report. */
export async function aggregateShop(
  tables: readonly TableDefinition[],
  { clean = twoOrders, leftOut = [], unchecked = [], threads = 1, bucket = memoryBucket() }: Shop = {},
) {
  const withEngine = withDuckDB({ threads });
  for (const [name, sql] of Object.entries(clean)) {
    bucket.put(cleanKey(run, name), await cleanRows(sql));
    if (!unchecked.includes(name))
      bucket.put(qualityKey(run, name), JSON.stringify(quality(name, leftOut.includes(name))));
  }
  bucket.put(manifestKey(run), JSON.stringify(manifest(Object.keys(clean))));
  const shop = definePipeline({
    name: 'shop',
    period: 'month',
    timeZone: 'Europe/Zurich',
    sources: [customers, orders],
    limits: { rejected: 0.1, empty: 'allow' },
    maxSourceBytes: 1_000_000,
    report: { title: 'Shop', figures: [], tables },
  });
  const result = await aggregate({ run, batch: '2024-05' }, { bucket, pipeline: shop, withEngine, log: silent });
  return { result, bucket, ...reading(bucket) };
}

/** The same rows are asked for by test after test. */
const made = new Map<string, Promise<Buffer>>();
function cleanRows(sql: string): Promise<Buffer> {
  const file = made.get(sql) ?? parquetOf(sql);
  made.set(sql, file);
  return file;
}

const reading = (bucket: MemoryBucket) => ({
  async table(name: string) {
    return tableSchema.parse(await readStored(tableSchema, tableKey(run, name, 'json'), bucket));
  },
  csv: (name: string) => bucket.bytes(tableKey(run, name, 'csv'))?.toString(),
  parquet: (name: string) => bucket.bytes(tableKey(run, name, 'parquet')),
  async complete() {
    return aggregatedSchema.parse(await readStored(aggregatedSchema, tablesKey(run), bucket));
  },
});

const manifest = (sources: readonly string[]): Manifest => ({
  run,
  batch: '2024-05',
  attempt: 1,
  fingerprint: 'f',
  frozenAt: '2024-06-01T00:00:00Z',
  sources: sources.map((name) => ({ name, objects: [] })),
  absent: [customers.name, orders.name].filter((name) => !sources.includes(name)),
  comparedWith: null,
  waiver: null,
});

const quality = (source: string, leftOut: boolean): Quality => ({
  source,
  files: [],
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
