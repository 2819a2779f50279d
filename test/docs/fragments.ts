import { z } from 'zod';
import {
  bars,
  days,
  defineReport,
  defineSource,
  dynamodb,
  http,
  line,
  postgres,
  ranking,
  table,
  text,
  upload,
} from '../../functions/tributary.ts';
import channels from './channels.sql';
import daily from './channels.sql';

const title = 'What stands in the docs in pieces';
const row = z.object({ id: z.int(), customer: z.int(), shop: z.string(), till: z.int() });
const customers = defineSource({ name: 'customers', title, origin: upload(), row });
const stores = defineSource({ name: 'stores', title, origin: upload(), row });

export const sources = [
  customers,
  stores,
  defineSource({
    name: 'shop',
    title,
    row,
    origin: postgres({
      secret: 'shop-db',
      query: 'SELECT id, placed_at, total FROM orders WHERE placed_at >= :from AND placed_at < :to ORDER BY id',
    }),
  }),
  defineSource({ name: 'products', title, row, origin: dynamodb({ table: 'products' }) }),
  defineSource({
    name: 'orders',
    title,
    row,
    origin: dynamodb({
      table: 'orders',
      window: {
        index: 'by_time',
        partition: { attribute: 'kind', value: 'order' },
        sort: { attribute: 'placed_at', as: 'iso' },
      },
      capacity: 50,
    }),
  }),
  defineSource({
    name: 'api',
    title,
    row,
    origin: http({
      url: 'https://api.example.com/orders?from={from}&to={to}',
      rows: ['data', 'orders'],
      pages: { by: 'cursor', at: ['next_cursor'], parameter: 'cursor' },
      secret: 'shop-api',
    }),
  }),
  defineSource({
    name: 'visits',
    title,
    row,
    origin: upload({ complete: { files: 3 } }),
    late: { after: days(5), action: 'partial' }, // after the end of the batch
    references: [{ customer: customers.columns.id }, { shop: stores.columns.shop, till: stores.columns.till }],
  }),
  defineSource({ name: 'parts', title, row, origin: upload(), references: (own) => [{ customer: own.id }] }),
];

export const report = defineReport({
  title,
  figures: [],

  page: [
    line(daily, { title: 'Revenue', x: 'day', y: 'revenue_week', thin: 'revenue' }),
    bars(daily, { title: 'Orders per day', x: 'day', y: ['web', 'store'], wide: true }),
    ranking(channels, { title: 'Channels', label: 'channel', value: 'revenue', previousBy: 'channel' }),
    text('Revenue is without tax.'),
    table(channels),
  ],
  tables: [daily, { ...channels, title: 'Channels', columns: { revenue: { title: 'Revenue' } } }],
});
