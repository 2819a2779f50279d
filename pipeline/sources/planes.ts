import { z } from 'zod';
import { defineSource, dynamodb } from '../../functions/tributary.ts';

export const planes = defineSource({
  name: 'planes',
  title: 'Planes',
  description:
    'The aircraft registry: a full list, as it is when the month is over. Many aeroplanes that fly are not in it.',
  origin: dynamodb({ table: 'planes' }),
  row: z.object({
    tailnum: z
      .string()
      .regex(/^N[A-Z0-9]{2,5}$/)
      .describe('Registration'),
    year: z.int().min(1920).max(2100).nullish().describe('Year of manufacture'),
    type: z.string().describe('Kind of aircraft'),
    manufacturer: z.string().describe('Manufacturer'),
    model: z.string().describe('Model'),
    engines: z.int().min(1).max(8).describe('Number of engines'),
    seats: z.int().min(1).max(900).describe('Number of seats'),
    engine: z.string().describe('Kind of engine'),
    speed: z.int().min(1).max(2000).nullish().describe('Average cruising speed, mph'),
  }),
  key: ['tailnum'],
});
