import { z } from 'zod';
import { inIso } from '../core/csv.ts';
import type { DescribedColumn } from '../core/described.ts';
import type { Cell, Table } from '../core/quality.ts';
import { identifier } from '../core/quote.ts';
import { inWhole, ofWhole } from '../core/whole-text.ts';

type ColumnType = Table['columns'][number]['type'];

/** A column of a result table, and the SQL expression that makes it something that every reader of Parquet knows. */
export interface ResultColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The type that the query gives, as the engine calls it, and the one that later tables read. */
  readonly given: string;
  readonly stored: string;
  readonly sql: string;
}

/** Cut off, where a cast would round into the next month. */
const inMilliseconds = (column: string) =>
  `CASE WHEN isfinite(${column}) THEN CAST(date_trunc('milliseconds', ${column}) AS TIMESTAMP_MS) END`;

/** The cast cuts off towards 1970, so what is finer goes first. */
const inMicroseconds = (column: string) =>
  `make_timestamp((epoch_ns(${column}) - (epoch_ns(${column}) % 1000 + 1000) % 1000) // 1000)`;

interface Known {
  /** DuckDB's type. */
  readonly given: RegExp;
  readonly type: ColumnType;
  /** What it is in Parquet, where that is another one. */
  readonly stored?: string;
  readonly sql: (column: string) => string;
}

const finite = (column: string, value = column) => `CASE WHEN isfinite(${column}) THEN ${value} END`;
/** Whether -0 stays what it is depends on whether it is sorted by. */
const number = (column: string) => finite(column, `${column} + 0`);
const timestamp = { type: 'timestamp', stored: 'TIMESTAMP' } as const;

/** Integers past 64 bits and times past milliseconds are not read alike everywhere. */
const types: readonly Known[] = [
  { given: /^VARCHAR$|^ENUM\(.*\)$/s, type: 'text', stored: 'VARCHAR', sql: (column) => `CAST(${column} AS VARCHAR)` },
  { given: /^BOOLEAN$/, type: 'boolean', sql: (column) => column },
  { given: /^((TINY|SMALL|BIG)INT|INTEGER|DECIMAL\(\d+,\d+\))$/, type: 'number', sql: (column) => column },
  {
    given: /^(HUGEINT|U(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT))$/,
    type: 'number',
    stored: 'BIGINT',
    sql: (column) => `CAST(${column} AS BIGINT)`,
  },
  { given: /^(FLOAT|DOUBLE)$/, type: 'number', sql: number },
  { given: /^DATE$/, type: 'date', sql: (column) => finite(column) },
  {
    given: /^TIMESTAMP(_S|_MS| WITH TIME ZONE)?$/,
    ...timestamp,
    sql: (column) => inMilliseconds(`CAST(${column} AS TIMESTAMP)`),
  },
  { given: /^TIMESTAMP_NS$/, ...timestamp, sql: (column) => inMilliseconds(inMicroseconds(column)) },
];

/** The columns of a described query; throws an Error naming those whose type or name a table cannot have. */
export function resultColumns(columns: readonly DescribedColumn[]): ResultColumn[] {
  // It would set the prototype of a row in place of a value.
  if (columns.some(({ column_name }) => column_name === '__proto__'))
    throw new Error('no column of a table may be called __proto__: name it otherwise');
  const known = columns.flatMap(({ column_name: name, column_type: given }) => {
    const column = identifier(name);
    const found = types.find((one) => one.given.test(given));
    if (!found) return [];
    const { type, stored = given, sql } = found;
    return [{ name, type, given, stored, sql: `${sql(column)} AS ${column}` }];
  });
  const strange = columns.filter(({ column_name }) => !known.some(({ name }) => name === column_name));
  if (strange.length === 0) return known;
  const names = strange.map(({ column_name, column_type }) => `${column_name} (${column_type})`).join(', ');
  throw new Error(`a table has text, numbers, booleans, dates and timestamps: CAST ${names}`);
}

/** The column as it is read for `jsonCell`. */
export const asJson = ({ name, type }: Pick<ResultColumn, 'name' | 'type'>): string =>
  `${type === 'text' ? inWhole(identifier(name)) : inIso(identifier(name), type)} AS ${identifier(name)}`;

const text = z.string();

/**
 * The value of a cell as `asJson` has it; an exact number that the engine gives as text becomes a JSON number where a double
 * holds all of its digits.
 */
export function jsonCell(found: unknown, type: ColumnType): Cell {
  if (found === null || typeof found === 'number' || typeof found === 'boolean') return found; // a schema takes longer
  const cell = text.parse(found);
  if (type === 'text') return ofWhole(cell);
  return type === 'number' && significantDigits(cell) <= 15 ? Number(cell) : cell;
}

const significantDigits = (number: string) => number.replace(/\D/g, '').replace(/^0+/, '').length;
