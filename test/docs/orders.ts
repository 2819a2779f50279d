import { z } from 'zod';
import { decimal, defineSource, minutes, upload } from '../../functions/tributary.ts';

export const orders = defineSource({
  name: 'orders', // incoming/2025-01/orders/*, and the table's name in SQL
  title: 'Orders',
  origin: upload({ complete: { quietFor: minutes(2) } }), // two minutes after the last file; or { files: 3 }, or { marker: '_SUCCESS' }
  row: z.object({
    order_id: z.int().min(1),
    ordered_at: z.iso.datetime({ offset: true }),
    channel: z.enum(['web', 'store']),
    price: decimal(12, 2).describe('Including tax, CHF'),
    email: z.string().max(200).nullable().meta({ sensitive: true }),
  }),
  key: ['order_id'], // of two rows with one key the last delivered wins
  missing: ['', 'NA'],
  rename: { ordered_at: 'Order date' },
  rules: { 'web orders have an address': "channel <> 'web' OR email IS NOT NULL" },
  limits: { rejected: 0.02 },
});
