import { z } from 'zod';
import { pipeline as describe, dynamodb, source } from '../../functions/core/index.ts';

const sql = 'SELECT count(*) AS orders FROM orders ORDER BY 1';

/** A made-up pipeline to which nothing is uploaded: its one source is pulled. */
export const pipeline = describe({
  name: 'shop',
  period: 'month',
  timeZone: 'UTC',
  sources: [
    source({
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
    charts: [],
  },
});
