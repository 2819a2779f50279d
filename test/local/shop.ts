import { z } from 'zod';
import { defineSource, definePipeline as describe, dynamodb } from '../../functions/tributary.ts';

const sql = 'SELECT count(*) AS orders FROM orders ORDER BY 1';

/** A made-up pipeline to which nothing is uploaded: its one source is pulled. */
export const pipeline = describe({
  name: 'shop',
  period: 'month',
  timeZone: 'UTC',
  sources: [
    defineSource({
      name: 'orders',
      title: 'Orders',
      origin: dynamodb({ table: 'orders', segments: 1 }),
      row: z.object({ id: z.int() }),
      key: ['id'],
    }),
  ],
  limits: { rejected: 0.5, empty: 'hold' },
  maxSourceBytes: 1,
  report: {
    title: 'Shop',
    tables: [{ name: 'totals', sql }],
    figures: [{ title: 'Orders', table: 'totals', column: 'orders', better: 'higher' }],
  },
});
