import { z } from 'zod';
import { aggregate } from '../../functions/aggregate/aggregate.ts';
import { tableKey, tablesKey } from '../../functions/core/keys.ts';
import { aggregatedSchema, tableSchema } from '../../functions/core/quality.ts';
import { readStored } from '../../functions/core/stored.ts';
import type { TableDefinition } from '../../functions/definition/define-report.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { decimal, definePipeline, defineSource, upload } from '../../functions/tributary.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';
import { batch, putPreprocessed, run } from './preprocessed.ts';

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
  const sources = [customers.name, orders.name];
  const inOne = Object.fromEntries(Object.entries(clean).map(([name, sql]) => [name, [sql]]));
  await putPreprocessed({ sources, clean: inOne, leftOut, unchecked }, bucket);
  const shop = definePipeline({
    name: 'shop',
    period: 'month',
    timeZone: 'Europe/Zurich',
    sources: [customers, orders],
    limits: { rejected: 0.1, empty: 'allow' },
    maxSourceBytes: 1_000_000,
    report: { title: 'Shop', figures: [], tables },
  });
  const result = await aggregate({ run, batch }, { bucket, pipeline: shop, withEngine, log: silent });
  return { result, bucket, ...reading(bucket) };
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
