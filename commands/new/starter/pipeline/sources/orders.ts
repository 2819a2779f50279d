import { z } from 'zod';
import { decimal, defineSource, upload } from '../../../../../functions/tributary.ts';
import { customers } from './customers.ts';

export const orders = defineSource({
  name: 'orders',
  title: 'Orders',
  description: 'Every order of the month, one row each.',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({
    order_id: z.int().min(1).describe('Number of the order'),
    ordered_at: z.iso.datetime({ offset: true }).describe('When it was placed'),
    customer_id: z.int().min(1).describe('Who placed it'),
    channel: z.enum(['store', 'web']).describe('Where it was placed'),
    price: decimal(12, 2).describe('Including tax, EUR'),
  }),
  key: ['order_id'],
  rules: { 'the price is not negative': 'price >= 0' },
  references: [{ customer_id: customers.columns.customer_id }],
});
