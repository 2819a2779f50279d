import { z } from 'zod';

const result = z
  .enum(['pass', 'care', 'fail'])
  .describe('`fail` holds the run; `care` lets it be used with care, and so does what a person accepted.');

const ofSource = { source: z.string(), title: z.string().describe('Of the source.'), result };
const accepted = z.boolean().describe('Whether a person accepted that it is past its limit; `waiver` has the reason.');
const share = z.number().describe('A share, from 0 to 1.');

const says = z.string().describe('The same as a sentence, in the language of the pipeline.');

const check = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.object({ check: z.literal(name), ...shape, says });

/** What was checked of the data, each with the numbers that its result rests on. */
export const checkSchema = z.discriminatedUnion('check', [
  check('rejected', { ...ofSource, rows: z.int(), of: z.int().describe('Rows read.'), limit: share, accepted }),
  check('empty', { ...ofSource, rows: z.int(), allowed: z.boolean(), accepted }),
  check('unreadable', { ...ofSource, files: z.int(), faults: z.array(z.string()) }),
  check('unmatched', {
    ...ofSource,
    references: z.object({ source: z.string(), title: z.string() }),
    on: z.array(z.string()),
    rows: z.int().describe('Without a partner.'),
    of: z.int().describe('Clean rows whose joining columns are all there.'),
    limit: share,
  }),
  check('volume', {
    ...ofSource,
    per: z.enum(['day', 'list']).describe('A full list is compared as it is, all else by the rows a day.'),
    rows: z.number().describe('Clean rows: all, or a day.'),
    previous: z.number().describe('The same of the report compared with.'),
    change: z.number().nullable().describe('As a share of the former; null where there were none.'),
    limit: share,
  }),
  check('late', { ...ofSource, lacks: z.string() }),
  check('absent', ofSource),
  check('left_out', { ...ofSource, problems: z.array(z.string()) }),
  check('warning', { ...ofSource, text: z.string() }),
  check('days', {
    table: z.string(),
    title: z.string().describe('Of the table.'),
    result,
    missing: z.array(z.iso.date()).describe('Days of the batch without a row.'),
    of: z.int().describe('Days of the batch that were over.'),
  }),
  check('not_over', {
    result,
    days: z.array(z.iso.date()).describe('Days of the batch that were still to come, or not over, when it was frozen.'),
  }),
  check('baseline', {
    result,
    baseline: z
      .enum(['whole', 'partial', 'unreadable', 'none'])
      .describe('`partial`: the report compared with lacks something itself; `none`: there is none to compare with.'),
    batch: z.string().nullable(),
  }),
]);
type Untold<Said> = Said extends unknown ? Omit<Said, 'says'> : never;
export type Check = Untold<z.infer<typeof checkSchema>>;

/** A check by its name. */
export type CheckOf<Name extends Check['check']> = Extract<Check, { readonly check: Name }>;

/** Whether a report is to be used; `next` is when the report of the next batch is due. */
export const verdictSchema = z.object({
  use: z.enum(['yes', 'with_care', 'no']),
  next: z
    .object({
      batch: z.string(),
      from: z.iso.date().describe('The first day on which its data can all be there.'),
      by: z.iso
        .date()
        .nullable()
        .describe('The day until which uploads are waited for; null where none has a deadline.'),
    })
    .nullable()
    .describe('When the report of the next batch is due; null behind the last batch there can be.'),
  says: z.string().describe('`use` in words, in the language of the pipeline.'),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** What became of a figure since the report compared with. */
export const changeSchema = z.object({
  figure: z.int().describe('Its place in `figures`, from 0.'),
  title: z.string(),
  basis: z
    .enum(['value', 'zero', 'none'])
    .describe('What it is compared with: a value; 0, of which nothing is a share; or nothing.'),
  difference: z.number().nullable(),
  relative: z.number().nullable().describe('The difference as a share of the former value.'),
  perDay: z
    .number()
    .nullable()
    .describe('The same a day, where it adds up over the days and the batches have not as many of them.'),
  direction: z.enum(['up', 'down', 'same']).nullable().describe('`same`: not to be told apart in the digits shown.'),
  news: z.enum(['good', 'bad', 'neutral']).describe('By what is better for the figure; small changes are neutral.'),
  days: z.array(z.iso.date()).describe('At most three days that hold more than half of it, where there are such.'),
  hold: z.enum(['value', 'change']).nullable().describe('What those days hold more than half of.'),
  says,
});
export type Change = Untold<z.infer<typeof changeSchema>>;
