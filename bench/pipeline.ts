import { z } from 'zod';
import { decimal, definePipeline, defineSource, upload } from '../functions/tributary.ts';
import { categories, channels, segments } from './data.ts';
import sales from './sales.sql';

const orders = defineSource({
  name: 'orders',
  title: 'Orders',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({
    order_id: z.int().min(1),
    customer_id: z.int().min(1),
    product_id: z.int().min(1),
    region: z.string().regex(/^R[0-9]{2}$/),
    channel: z.enum(channels),
    ordered_at: z.iso.datetime({ offset: true }),
    quantity: z.int().min(1).max(999),
    unit_price: decimal(10, 2),
    coupon: z.string().max(12).nullable(),
  }),
  key: ['order_id'],
});

const customers = defineSource({
  name: 'customers',
  title: 'Customers',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({
    customer_id: z.int().min(1),
    name: z.string().max(40),
    segment: z.enum(segments),
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
  key: ['customer_id'],
});

const products = defineSource({
  name: 'products',
  title: 'Products',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({ product_id: z.int().min(1), name: z.string().max(40), category: z.enum(categories) }),
  key: ['product_id'],
});

const regions = defineSource({
  name: 'regions',
  title: 'Regions',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({ region: z.string().regex(/^R[0-9]{2}$/), zone: z.string().max(20) }),
  key: ['region'],
});

const options: Parameters<typeof definePipeline>[0] = {
  name: 'bench',
  period: 'year',
  timeZone: 'UTC',
  sources: [orders, customers, products, regions],
  limits: { rejected: 0.05, empty: 'hold' },
  maxSourceBytes: 10e9,
  report: { title: 'Sales', figures: [], tables: [{ ...sales, title: 'Sales' }] },
};

/** The benchmark's work as a pipeline: one large source that points at three small ones, and one table. */
export const pipeline = definePipeline(options);

/** The same, where Athena makes the table. */
export const distributed = definePipeline({ ...options, distributed: { fromBytes: 1 } });
