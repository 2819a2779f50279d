import { z } from 'zod';
import type { ColumnType } from '../../functions/contract/contract.ts';
import { readingOf } from '../../functions/contract/reading.ts';
import { literal } from '../../functions/core/quote.ts';
import type { Engine } from '../../functions/core/world.ts';

/** What the texts of one column are, of those that mean a value. */
export interface Texts {
  readonly values: number;
  readonly distinct: number;
  readonly longest: number;
  /** Whether a number begins with a zero that it would lose, as a code does. */
  readonly zeros: boolean;
  /** The most digits before and behind the point, and the least behind; of plain numbers alone. */
  readonly whole: number;
  readonly scale: number;
  readonly leastScale: number;
  /** The types as which each of them can be read. */
  readonly fits: ReadonlySet<string>;
}

const plain = '-?[0-9]+(\\.[0-9]+)?';
const most = 38;
/** A double keeps so many digits. */
const exact = 15;

/** The types that are told by the form of a text, by name, and the SQL of whether a text can be read as one. */
const forms = (zone: string): Readonly<Record<string, string>> => ({
  boolean: readsAs({ kind: 'boolean' }),
  integer: readsAs({ kind: 'integer' }),
  plain: `regexp_full_match(text, ${literal(plain)})`,
  number: readsAs({ kind: 'number' }),
  date: readsAs({ kind: 'date' }),
  dateTime: readsAs({ kind: 'dateTime' }),
  localTime: readsAs({ kind: 'localTime', zone }),
  utc: readsAs({ kind: 'localTime', zone: 'UTC' }),
});

/** By the contract's own reading, so that what is guessed is what is read later. */
function readsAs(type: ColumnType): string {
  const { form, value, holds } = readingOf(type);
  const formed = form ? `regexp_full_match(text, ${literal(form)})` : 'true';
  return `${formed} AND ${value('text')} IS NOT NULL AND ${holds?.(value('text'), 'text') ?? 'true'}`;
}

const told = z.tuple([
  z.object({
    values: z.coerce.number(),
    distinct: z.coerce.number(),
    longest: z.coerce.number(),
    zeros: z.boolean(),
    whole: z.coerce.number(),
    scale: z.coerce.number(),
    leastScale: z.coerce.number(),
    fits: z.record(z.string(), z.boolean()),
  }),
]);

/** Looks at every text of the relation's column `text`; NULL is no value. */
export async function textsOf(relation: string, zone: string, engine: Engine): Promise<Texts> {
  const fits = Object.entries(forms(zone)).map(([name, sql]) => `${name}: coalesce(bool_and(${sql}), false)`);
  const scale = `length(regexp_extract(text, '\\.([0-9]+)$', 1))`;
  const [{ fits: fitting, ...rest }] = told.parse(
    await engine.rows(`
      SELECT count(*) AS "values", count(DISTINCT text) AS "distinct", coalesce(max(length(text)), 0) AS "longest",
        coalesce(bool_or(regexp_matches(text, '^-?0[0-9]')), false) AS "zeros",
        coalesce(max(length(regexp_extract(text, '^-?([0-9]+)', 1))), 0) AS "whole",
        coalesce(max(${scale}), 0) AS "scale", coalesce(min(${scale}), 0) AS "leastScale",
        {${fits.join(', ')}} AS fits
      FROM (${relation}) WHERE text IS NOT NULL`),
  );
  return { ...rest, fits: new Set(Object.keys(fitting).filter((name) => fitting[name])) };
}

/** The narrowest type that reads them all, with room for larger amounts. */
export function typeOf(texts: Texts, zone: string): ColumnType {
  const { values, zeros, fits } = texts;
  if (values === 0) return { kind: 'string' };
  if (fits.has('boolean')) return { kind: 'boolean' };
  if (!zeros && fits.has('plain')) return plainNumber(texts);
  if (!zeros && fits.has('number')) return { kind: 'number' };
  if (fits.has('date')) return { kind: 'date' };
  if (fits.has('dateTime')) return { kind: 'dateTime' };
  if (fits.has('localTime')) return { kind: 'localTime', zone };
  return fits.has('utc') ? { kind: 'localTime', zone: 'UTC' } : { kind: 'string' };
}

/** An amount, which has two digits behind the point in every row, is exact; so is what a double would round. */
function plainNumber({ whole, scale, leastScale, fits }: Texts): ColumnType {
  if (scale === 0 && fits.has('integer')) return { kind: 'integer' };
  const amount = scale === 2 && leastScale === 2;
  if (!amount && whole + scale <= exact) return { kind: 'number' };
  if (whole + scale > most) return { kind: 'string' };
  return { kind: 'decimal', precision: Math.min(most, Math.max(whole + 2, 10) + scale), scale };
}
