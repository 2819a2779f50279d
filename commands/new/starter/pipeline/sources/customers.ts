import { z } from 'zod';
import { defineSource, upload } from '../../../../../functions/tributary.ts';

export const customers = defineSource({
  name: 'customers',
  title: 'Customers',
  description: 'Who has ordered so far: a full list, as it is when the month is over.',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({
    customer_id: z.int().min(1).describe('Number of the customer'),
    country: z.string().length(2).describe('Country, ISO 3166'),
    since: z.iso.date().describe('Day of the first order'),
  }),
  key: ['customer_id'],
});
