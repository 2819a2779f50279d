import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { literal } from '../functions/core/quote.ts';
import { withDuckDB } from '../functions/platform/engine.ts';
import { categories, channels, segments, uploads } from './data.ts';
import type { Counts, Task } from './task.ts';

const whole = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
const cents = z.string().regex(/^-?\d{1,8}(\.\d{1,2})?$/);
const region = z.string().regex(/^R\d\d$/);

const order = z.object({
  order_id: whole.pipe(z.int().min(1)),
  customer_id: whole.pipe(z.int().min(1)),
  product_id: whole.pipe(z.int().min(1)),
  region,
  channel: z.enum(channels),
  ordered_at: z.iso.datetime(),
  quantity: whole.pipe(z.int().min(1).max(999)),
  unit_price: cents.transform((text) => Math.round(Number(text) * 100)),
  coupon: z.string().max(12),
});
const customer = z.object({
  customer_id: z.int().min(1),
  name: z.string().max(40),
  segment: z.enum(segments),
  country: z.string().regex(/^[A-Z]{2}$/),
});
const product = z.object({ product_id: z.int().min(1), name: z.string().max(40), category: z.enum(categories) });
const regionRow = z.object({ region, zone: z.string().max(20) });

/** What most templates do: one row after the other through csv-parse and zod, into a Map by key. */
export async function csvParse({ data, work, threads }: Task): Promise<Record<string, Counts>> {
  const path = (source: keyof typeof uploads) => join(data, uploads[source]);
  const quarantine = createWriteStream(join(work, 'quarantine.ndjson'));
  const read = validating(quarantine);
  const csv = createReadStream(path('orders')).pipe(parse({ columns: true }));
  const orders = await read('orders', csv, order, (row) => row.order_id);
  const customers = await read('customers', ndjson(path('customers')), customer, (row) => row.customer_id);
  const parquet = await withDuckDB({ threads })(({ rows }) => rows(`FROM read_parquet(${literal(path('products'))})`));
  const products = await read('products', parquet, product, (row) => row.product_id);
  const list = z.array(z.unknown()).parse(JSON.parse(await readFile(path('regions'), 'utf8')));
  const regions = await read('regions', list, regionRow, (row) => row.region);
  quarantine.end();
  await once(quarantine, 'finish');

  const sales = new Map<string, Total>();
  for (const { region, customer_id, product_id, ordered_at, quantity, unit_price, coupon } of orders.byKey.values()) {
    const zone = regions.byKey.get(region)?.zone ?? 'unknown';
    const segment = customers.byKey.get(customer_id)?.segment ?? 'unknown';
    const category = products.byKey.get(product_id)?.category ?? 'unknown';
    const group = `${ordered_at.slice(0, 7)}-01,${zone},${segment},${category}`;
    const total = sales.get(group) ?? { orders: 0, units: 0, cents: 0, coupons: 0 };
    total.orders += 1;
    total.units += quantity;
    total.cents += quantity * unit_price;
    total.coupons += coupon === '' ? 0 : 1;
    sales.set(group, total);
  }
  await writeFile(join(work, 'result.csv'), [header, ...[...sales].sort(byGroup).map(line), ''].join('\n'));
  return {
    orders: orders.counts,
    customers: customers.counts,
    products: products.counts,
    regions: regions.counts,
  };
}

interface Total {
  orders: number;
  units: number;
  cents: number;
  coupons: number;
}

const header = 'month,zone,segment,category,orders,units,revenue,coupons';
const byGroup = ([one]: [string, Total], [other]: [string, Total]) => (one < other ? -1 : 1);
const line = ([group, { orders, units, cents, coupons }]: [string, Total]) =>
  `${group},${orders},${units},${(cents / 100).toFixed(2)},${coupons}`;

async function* ndjson(path: string): AsyncGenerator<unknown> {
  for await (const text of createInterface({ input: createReadStream(path) })) yield JSON.parse(text);
}

/** Reads rows into a Map by key, the last one wins, and writes what is at fault into the quarantine. */
const validating =
  (quarantine: WriteStream) =>
  async <Row, Key>(
    source: string,
    rows: AsyncIterable<unknown> | Iterable<unknown>,
    schema: z.ZodType<Row>,
    keyOf: (row: Row) => Key,
  ) => {
    const byKey = new Map<Key, Row>();
    const faults: Record<string, number> = {};
    const counts = { read: 0, clean: 0, rejected: 0, duplicates: 0, faults };
    for await (const row of rows) {
      counts.read += 1;
      const result = schema.safeParse(row);
      if (result.success) {
        byKey.set(keyOf(result.data), result.data);
        continue;
      }
      counts.rejected += 1;
      for (const { path, message } of result.error.issues) {
        const column = String(path[0]);
        faults[column] = (faults[column] ?? 0) + 1;
        quarantine.write(`${JSON.stringify({ source, line: counts.read, column, reason: message, row })}\n`);
      }
    }
    counts.clean = byKey.size;
    counts.duplicates = counts.read - counts.rejected - counts.clean;
    return { byKey, counts };
  };
