import { z } from 'zod';
import { source, upload } from '../../functions/core/index.ts';

export const airlines = source({
  name: 'airlines',
  title: 'Airlines',
  description: 'The names of the airlines: a full list with every delivery.',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({
    carrier: z
      .string()
      .regex(/^[A-Z0-9]{2}$/)
      .describe('IATA code'),
    name: z.string().min(1).describe('Name'),
  }),
  key: ['carrier'],
});
