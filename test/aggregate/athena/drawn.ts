import fc from 'fast-check';
import { z } from 'zod';
import { literal } from '../../../functions/core/quote.ts';
import { decimal, defineSource, upload } from '../../../functions/tributary.ts';
import { openRun } from './both-ways.ts';
import type { EngineOf } from './over-athena.ts';

const drawn = defineSource({
  name: 'drawn',
  title: 'Drawn',
  origin: upload(),
  row: z.object({
    id: z.int(),
    few: z.int().nullable(),
    amount: decimal(18, 4).nullable(),
    rate: z.number().nullable(),
    word: z.string().nullable(),
    day: z.iso.date().nullable(),
    seen: z.iso.datetime({ offset: true }).nullable(),
    yes: z.boolean().nullable(),
  }),
  key: ['id'],
});

const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 12 });
const most = 10n ** 17n;
const time = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
/** Few letters, so that many tie, and any that there are but the one that ends a text of C. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'A', 'é', 'é', 'ﬀ', '🚲', ' ', '"', '\\'), maxLength: 2 }),
  fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.replaceAll('\0', '')),
);

const row = fc.tuple(
  orNull(fc.integer({ min: -3, max: 3 })),
  orNull(fc.oneof(fc.bigInt({ min: -most, max: most }), fc.bigInt({ min: -20_000n, max: 20_000n }))),
  orNull(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -9, max: 9, noNaN: true }))),
  orNull(word),
  orNull(time),
  orNull(time),
  orNull(fc.boolean()),
);

const sqlOf = (value: unknown) => ((value ?? null) === null ? 'NULL' : literal(String(value)));

/** The same each time. */
const rows = () =>
  fc.sample(row, { numRuns: 3000, seed: 17 }).map(([few, amount, rate, word, day, seen, yes], id) => {
    const values = [id, few, amount, rate, word, day?.slice(0, 10), seen?.slice(0, 23), yes];
    return `(${values.map(sqlOf).join(', ')})`;
  });

const partOf = (values: readonly string[]) =>
  `SELECT id::BIGINT AS id, few::BIGINT AS few, (amount::DECIMAL(18, 0) * 0.0001)::DECIMAL(18, 4) AS amount, rate::DOUBLE AS rate,
     word::VARCHAR AS word, day::DATE AS day, seen::TIMESTAMP AS seen, yes::BOOLEAN AS yes
   FROM (VALUES ${values.join(', ')}) AS rows(id, few, amount, rate, word, day, seen, yes)`;

const tables = [
  { name: 'everything', sql: 'SELECT id, few, amount, rate, word, day, seen, yes FROM drawn ORDER BY few DESC' },
  { name: 'words', sql: 'SELECT word, yes, rate, amount FROM drawn ORDER BY word, rate DESC NULLS FIRST' },
  {
    name: 'sums',
    sql: `SELECT few, yes, count(*) AS n, count(DISTINCT word) AS words, CAST(sum(id) AS BIGINT) AS ids, sum(amount) AS amount,
      min(word) AS first, max(word) AS last, min(rate) AS least, max(seen) AS seen, round(avg(few), 3) AS mean,
      sum(CASE WHEN abs(rate) < 1000 THEN CAST(round(rate, 2) AS DECIMAL(15, 2)) END) AS rates
      FROM drawn GROUP BY few, yes ORDER BY n DESC`,
  },
  {
    name: 'ranks',
    sql: `SELECT id, rank() OVER (PARTITION BY few ORDER BY word) AS place, lag(amount) OVER (ORDER BY id) AS before,
      sum(amount) OVER (PARTITION BY yes ORDER BY day) AS running FROM drawn ORDER BY place`,
  },
  {
    name: 'later',
    sql: `SELECT sums.n, drawn.word, CAST(date_trunc('month', drawn.day) AS DATE) AS first_day, CAST(drawn.amount AS DECIMAL(19, 4)) * 2 AS twice,
      sums.amount - drawn.amount AS rest FROM drawn JOIN sums ON sums.few = drawn.few AND sums.yes = drawn.yes
      WHERE drawn.amount < 0 ORDER BY drawn.word`,
  },
];

/** A run of drawn rows, in so many parts, and an Athena over it. */
export function openDrawn(parts: number, engineOf: EngineOf | undefined) {
  const all = rows();
  const size = Math.ceil(all.length / parts);
  const clean = Array.from({ length: parts }, (_, at) => partOf(all.slice(at * size, (at + 1) * size)));
  return openRun(tables, { sources: [drawn], clean: { drawn: clean }, engineOf });
}
