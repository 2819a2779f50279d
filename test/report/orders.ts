import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Content } from '../../functions/core/content.ts';
import { qualityKey, reportPrefix, tableKey, tablesKey } from '../../functions/core/keys.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import type { Cell, Join, Quality, Table } from '../../functions/core/quality.ts';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';
import type { ReportDefinition } from '../../functions/definition/define-report.ts';
import { readLatest } from '../../functions/publishing/latest.ts';
import type { ReportWorld } from '../../functions/report/report.ts';
import {
  bars,
  decimal,
  definePipeline,
  defineSource,
  line,
  localTime,
  ranking,
  table,
  upload,
} from '../../functions/tributary.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';

/** A made-up shop: what the steps before the report leave in the bucket. */

const file = (name: string) => ({ name, sql: '' });

const ordersReport: ReportDefinition = {
  title: 'Orders & returns',
  subtitle: 'What the shop sold, by day, customer and product',
  figures: [
    {
      title: 'Orders',
      table: 'totals',
      column: 'orders',
      better: 'higher',
      trend: { table: 'by_day', column: 'orders' },
    },
    {
      title: 'Revenue',
      table: 'totals',
      column: 'revenue',
      format: { digits: 2, unit: ' €' },
      better: 'higher',
      trend: { table: 'by_day', column: 'revenue' },
    },
    {
      title: 'Returned',
      table: 'totals',
      column: 'returned_share',
      format: { digits: 2, unit: ' %' },
      better: 'lower',
      trend: { table: 'by_day', column: 'returned_share' },
    },
    {
      title: 'Mean delivery',
      table: 'totals',
      column: 'delivery_hours',
      format: { digits: 1, unit: ' h' },
      better: 'lower',
      trend: { table: 'by_day', column: 'delivery_hours' },
    },
  ],
  page: [
    line(file('by_day'), {
      title: 'Orders a day',
      subtitle: 'Daily (thin) and 7-day mean',
      x: 'day',
      y: 'orders_mean',
      thin: 'orders',
      zero: true,
    }),
    line(file('by_day'), {
      title: 'Returned orders',
      subtitle: 'Share of the day’s orders that came back',
      x: 'day',
      y: 'returned_share',
      format: { unit: ' %' },
    }),
    ranking(file('by_customer'), {
      title: 'Customers by orders',
      subtitle: 'The most orders first',
      label: 'customer',
      value: 'orders',
      previousBy: 'customer',
    }),
    ranking(file('by_product'), {
      title: 'Products by share of returns',
      label: 'product',
      value: 'returned_share',
      previousBy: 'product',
    }),
    bars(file('by_channel'), {
      title: 'Revenue by week and channel',
      wide: true,
      x: 'week',
      y: ['web', 'shop', 'phone', 'partner'],
    }),
    table(file('by_customer')),
    table(file('by_product')),
  ],
  tables: [
    { name: 'totals', sql: '' },
    { name: 'by_day', sql: '' },
    {
      name: 'by_customer',
      sql: '',
      title: 'Customers',
      shown: 10,
      columns: { revenue: { title: 'Revenue €', format: { digits: 2 } }, customer_id: { hidden: true } },
    },
    {
      name: 'by_product',
      sql: '',
      title: 'Products',
      subtitle: 'Most returned first',
      columns: { returned_share: { title: 'Returned', format: { digits: 1, unit: ' %' } } },
    },
    { name: 'by_channel', sql: '' },
  ],
};

const about = (title: string) => `${title} as the shop's system exports them every night.`;

export const ordersPipeline = definePipeline({
  name: 'orders',
  period: 'month',
  timeZone: 'Europe/Zurich',
  sources: [
    defineSource({
      name: 'orders',
      title: 'Orders',
      description: about('Orders'),
      origin: upload({ complete: { files: 1 } }),
      row: z.object({
        order_id: z.int().min(1).meta({ description: 'Counts up over all shops' }),
        customer_id: z.string().regex(/^C[0-9]{4}$/),
        ordered_at: localTime('Europe/Zurich'),
        amount: decimal(12, 2).meta({ description: 'In euro, tax included' }),
        note: z.string().nullable().meta({ sensitive: true }),
      }),
      key: ['order_id'],
      rules: { 'paid orders have an amount': 'amount > 0' },
    }),
    defineSource({
      name: 'customers',
      title: 'Customers',
      description: about('Customers'),
      origin: upload({ complete: { files: 1 } }),
      row: z.object({ customer_id: z.string(), name: z.string() }),
      key: ['customer_id'],
    }),
    defineSource({
      name: 'products',
      title: 'Products',
      origin: upload({ complete: { files: 1 } }),
      row: z.object({ product_id: z.string(), title: z.string() }),
    }),
    defineSource({
      name: 'returns',
      title: 'Returns',
      origin: upload(),
      row: z.object({ order_id: z.int() }),
      optional: true,
    }),
  ],
  limits: { rejected: 0.01, empty: 'hold' },
  maxSourceBytes: 1e9,
  report: ordersReport,
});

export const run = '2024-02-5f0c1b2a9d8e7f60';
export const previousRun = '2024-01-00aa11bb22cc33dd';

export const manifest: Manifest = {
  run,
  batch: '2024-02',
  attempt: 1,
  fingerprint: 'd41d8cd98f00b204',
  frozenAt: '2024-03-01T05:02:00.000Z',
  sources: ['orders', 'customers', 'products'].map((name, at) => ({
    name,
    objects: [
      {
        key: `incoming/2024-02/${name}/${name} 02.csv${at === 0 ? '.gz' : ''}`,
        size: [98_240_113, 48_211, 912][at] ?? 0,
        etag: '"9b2c44f8a1f01e12c0ffee00c0ffee00"',
        lastModified: `2024-03-01T05:00:0${at}.000Z`,
        versionId: `version-${at}`,
      },
    ],
  })),
  absent: ['returns'],
  comparedWith: { batch: '2024-01', run: previousRun },
  waiver: null,
};

export const quality = (name: string, more: Partial<Quality> = {}): Quality => ({
  source: name,
  files: [
    {
      file: `incoming/2024-02/${name}/${name} 02.csv${name === 'orders' ? '.gz' : ''}`,
      format: 'CSV',
      rows: 412,
      fault: null,
      extraColumns: [],
    },
  ],
  read: 412,
  clean: 412,
  rejected: 0,
  duplicates: 0,
  rejections: [],
  withinLimits: true,
  holds: false,
  problems: [],
  leftOut: false,
  ...more,
});

export const ordersQuality = quality('orders', {
  files: [
    {
      file: 'incoming/2024-02/orders/orders 02.csv.gz',
      format: 'CSV, gzip',
      rows: 693_203,
      fault: null,
      extraColumns: ['till', 'operator'],
    },
  ],
  read: 693_203,
  clean: 692_890,
  rejected: 309,
  duplicates: 4,
  rejections: [
    {
      column: 'ordered_at',
      reason: 'not a local time',
      rows: 283,
      examples: [{ file: 'orders 02.csv.gz', row: 40_112, value: '2024-02-30 25:7A' }],
    },
    {
      column: 'amount',
      reason: 'more than 2 digits behind the point',
      rows: 24,
      examples: [{ file: 'orders 02.csv.gz', row: 9_871, value: '12.345' }],
    },
    {
      column: null,
      reason: 'too few columns',
      rows: 2,
      examples: [{ file: 'orders 02.csv.gz', row: 512_003, value: '77,C0001' }],
    },
  ],
});

const customers = [
  'Aurora Trading',
  'Blue Heron Books',
  'Cascade & Sons',
  'Delta Ridge',
  'Eastwind',
  'Fjordline',
  'Gulfstar Handelsgesellschaft mbH',
  'Harbour "Jet"',
  'Ibis',
  'Juniper',
  'Kestrel',
  'Lumen',
  'Żółć i Syn',
  '株式会社あおぞら',
];
const wave = (at: number, seed: number) => Math.sin(at / 3 + seed) * 0.5 + Math.sin(at * 12.9898 + seed) * 0.2;
const round = (value: number, digits = 0) => Number(value.toFixed(digits));
const tableOf = (
  name: string,
  types: Record<string, Table['columns'][number]['type']>,
  rows: readonly (readonly Cell[])[],
): Table => {
  const columns = Object.entries(types).map(([column, type]) => ({ name: column, type }));
  return {
    name,
    columns,
    rowCount: rows.length,
    rows: rows.map((row) => Object.fromEntries(columns.map((one, at) => [one.name, row[at] ?? null]))),
  };
};

/** The tables of a month; the seed tells one month from another. */
export function ordersTables(seed = 0, days = 29): Table[] {
  const all = Array.from({ length: days }, (_, at) => at);
  return [
    tableOf('totals', { orders: 'number', revenue: 'number', returned_share: 'number', delivery_hours: 'number' }, [
      [
        692_890 + seed * 12_000,
        `${41_872_330 + seed * 100_000}.50`,
        round(1.31 + seed * 0.22, 2),
        round(11.6 - seed * 0.9, 1),
      ],
    ]),
    tableOf(
      'by_day',
      {
        day: 'date',
        orders: 'number',
        orders_mean: 'number',
        revenue: 'number',
        returned_share: 'number',
        delivery_hours: 'number',
      },
      all.map((at) => [
        new Date(Date.UTC(2024, days > 31 ? 0 : 1, at + 1)).toISOString().slice(0, 10),
        round(24_000 + 3_000 * wave(at, seed)),
        round(24_000 + 1_900 * Math.sin(at / 3 + seed)),
        `${round(1_440_000 + 90_000 * wave(at, seed))}.25`,
        round(1.3 + (at === 11 ? 2.1 : 0) + 0.3 * wave(at, seed + 1), 2),
        round(11 + wave(at, seed + 2), 1),
      ]),
    ),
    tableOf(
      'by_customer',
      { customer_id: 'text', customer: 'text', orders: 'number', revenue: 'number' },
      customers.map((customer, at) => [
        `C${at}`,
        customer,
        round(44_415 / (at + 1 + seed * 0.1)),
        `${round(2_644_000 / (at + 1))}.10`,
      ]),
    ),
    tableOf(
      'by_product',
      { product: 'text', orders: 'number', returned_share: 'number', tested: 'boolean' },
      ['Lamp', 'Chair', 'Kettle', 'Rug', 'Mirror', 'Shelf', 'Clock', 'Vase'].map((product, at) => [
        product,
        1200 + 311 * at,
        round(9.4 - at + wave(at, seed), 1),
        at % 2 === 0,
      ]),
    ),
    tableOf(
      'by_channel',
      { week: 'text', web: 'number', shop: 'number', phone: 'number', partner: 'number' },
      [5, 6, 7, 8, 9].map((week) => [`Week ${week}`, ...[1, 2, 3, 4].map((at) => round(600_000 / at + week * 9_000))]),
    ),
  ];
}

export const ordersJoins: Join[] = [
  {
    source: 'orders',
    references: 'customers',
    on: ['customer_id'],
    rows: 692_890,
    unmatched: 104_311,
    examples: ['C9999', 'C0815', 'C4711'],
  },
  { source: 'orders', references: 'products', on: ['product_id'], rows: 692_890, unmatched: 0, examples: [] },
];

/** What an object holds. */
export function contentIn(bucket: MemoryBucket, key: string): Content {
  const bytes = bucket.bytes(key) ?? '';
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export interface Left {
  readonly manifest?: Partial<Manifest>;
  readonly quality?: readonly Quality[];
  readonly tables?: readonly Table[];
  readonly joins?: readonly Join[];
  /** Of each query, where Athena made the tables. */
  readonly scannedBytes?: readonly number[];
}

/** A bucket with what the steps before left there, and a published report of the month before. */
export function bucketWith(left: Left = {}): MemoryBucket {
  const bucket = memoryBucket(() => new Date('2024-03-01T06:00:00Z'));
  const put = (key: string, value: unknown) => bucket.put(key, JSON.stringify(value));
  put(`runs/${run}/manifest.json`, { ...manifest, ...left.manifest });
  for (const one of left.quality ?? [ordersQuality, quality('customers'), quality('products')]) {
    put(qualityKey(run, one.source), one);
  }
  const tables = left.tables ?? ordersTables();
  for (const table of tables) {
    put(tableKey(run, table.name, 'json'), table);
    bucket.put(tableKey(run, table.name, 'csv'), `${table.columns.map(({ name }) => name).join()}\n`);
    bucket.put(tableKey(run, table.name, 'parquet'), 'PAR1');
  }
  const files = tables.map(({ name: table }) => {
    const [csv, parquet] = (['csv', 'parquet'] as const).map((type) => contentIn(bucket, tableKey(run, table, type)));
    return { table, csv, parquet };
  });
  const { joins = ordersJoins, scannedBytes } = left;
  put(tablesKey(run), { tables: tables.map(({ name }) => name), joins, files, scannedBytes });
  put(`${reportPrefix('2024-01', previousRun)}report.json`, {
    $schema: 'tributary/report/1',
    tables: ordersTables(1, 31).map((table) => ({ ...table, title: null })),
  });
  return bucket;
}

export const input = { run, batch: '2024-02', held: false, execution: 'arn:one', startedAt: '2024-03-01T05:03:00Z' };

export const worldWith = (bucket: MemoryBucket, pipeline: Pipeline = ordersPipeline): ReportWorld => ({
  bucket,
  pipeline,
  codeVersion: 'abc123',
  stage: 'prod',
  deployed: undefined,
  history: async function* () {},
  now: () => new Date('2024-03-01T06:00:00Z'),
  log: silent,
});

/** The files of the report, by their names. */
export const published = (bucket: MemoryBucket, of = run, batch = '2024-02'): Record<string, string> =>
  Object.fromEntries(
    Object.entries(bucket.texts(reportPrefix(batch, of))).map(([key, text]) => [key.split('/').at(-1) ?? '', text]),
  );
/** How the run ended, and which report of its batch holds. */
export const outcome = async (bucket: MemoryBucket) => {
  const { latest } = await readLatest('2024-02', bucket);
  return { result: latest.ended[run], holds: latest.run };
};
