import { z } from 'zod';
import { defineSource, postgres } from '../../functions/tributary.ts';

export const airlines = defineSource({
  name: 'airlines',
  title: 'Airlines',
  description: 'The names of the airlines: a full list, as it is when the month is over.',
  origin: postgres({ secret: 'airlines-db', query: 'SELECT carrier, name FROM airlines ORDER BY carrier' }),
  row: z.object({
    carrier: z
      .string()
      .regex(/^[A-Z0-9]{2}$/)
      .describe('IATA code'),
    name: z.string().min(1).describe('Name'),
  }),
  key: ['carrier'],
});
