import { z } from 'zod';
import { upload } from '../../functions/tributary.ts';

/** Of a source whose days and amounts are written as in Germany. */
export const commas = {
  origin: upload({ separator: ';' }),
  row: z.object({
    id: z.int(),
    day: z.string(),
    amount: z.string().regex(/^-?[0-9]{1,3}([.]?[0-9]{3})*,[0-9]{2}$/),
  }),
  rules: { 'the day is one of the calendar': "try_strptime(day, '%d.%m.%Y') IS NOT NULL" },
};
