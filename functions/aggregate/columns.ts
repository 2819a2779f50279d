import { inIso } from '../core/csv.ts';
import type { DescribedColumn } from '../core/described.ts';
import type { Cell, Table } from '../core/quality.ts';
import { identifier } from '../core/quote.ts';

type ColumnType = Table['columns'][number]['type'];

/** A column of a result table, and the SQL expression that makes it something that every reader of Parquet knows. */
export interface ResultColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly sql: string;
}

/** Cut off, where a cast would round into the next month. */
const inMilliseconds = (column: string) =>
  `CASE WHEN isfinite(${column}) THEN CAST(date_trunc('milliseconds', ${column}) AS TIMESTAMP_MS) END`;

/** The cast cuts off towards 1970, so what is finer goes first. */
const inMicroseconds = (column: string) =>
  `make_timestamp((epoch_ns(${column}) - (epoch_ns(${column}) % 1000 + 1000) % 1000) // 1000)`;

/** DuckDB's type -> ours. Integers past 64 bits and times past milliseconds are not read alike everywhere. */
const types: readonly (readonly [RegExp, ColumnType, (column: string) => string])[] = [
  [/^(VARCHAR|ENUM\(.*\))$/s, 'text', (column) => `CAST(${column} AS VARCHAR)`],
  [/^BOOLEAN$/, 'boolean', (column) => column],
  [/^((TINY|SMALL|BIG)INT|INTEGER|DECIMAL\(\d+,\d+\))$/, 'number', (column) => column],
  [/^(HUGEINT|U(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT))$/, 'number', (column) => `CAST(${column} AS BIGINT)`],
  [/^(FLOAT|DOUBLE)$/, 'number', (column) => `CASE WHEN isfinite(${column}) THEN ${column} END`],
  [/^DATE$/, 'date', (column) => `CASE WHEN isfinite(${column}) THEN ${column} END`],
  [/^TIMESTAMP(_S|_MS| WITH TIME ZONE)?$/, 'timestamp', (column) => inMilliseconds(`CAST(${column} AS TIMESTAMP)`)],
  [/^TIMESTAMP_NS$/, 'timestamp', (column) => inMilliseconds(inMicroseconds(column))],
];

/** The columns of a described query; throws an Error naming those whose type or name a table cannot have. */
export function resultColumns(columns: readonly DescribedColumn[]): ResultColumn[] {
  // It would set the prototype of a row in place of a value.
  if (columns.some(({ column_name }) => column_name === '__proto__'))
    throw new Error('no column of a table may be called __proto__: name it otherwise');
  const known = columns.flatMap(({ column_name: name, column_type }) => {
    const column = identifier(name);
    const [, type, cast] = types.find(([pattern]) => pattern.test(column_type)) ?? [];
    return type && cast ? [{ name, type, sql: `${cast(column)} AS ${column}` }] : [];
  });
  const strange = columns.filter(({ column_name }) => !known.some(({ name }) => name === column_name));
  if (strange.length === 0) return known;
  const names = strange.map(({ column_name, column_type }) => `${column_name} (${column_type})`).join(', ');
  throw new Error(`a table has text, numbers, booleans, dates and timestamps: CAST ${names}`);
}

/** The column as it is read for JSON. */
export const asJson = ({ name, type }: ResultColumn): string =>
  `${inIso(identifier(name), type)} AS ${identifier(name)}`;

/** An exact number that the engine gives as text becomes a JSON number where a double holds all of its digits. */
export const jsonCell = (cell: Cell, type: ColumnType): Cell =>
  type === 'number' && typeof cell === 'string' && significantDigits(cell) <= 15 ? Number(cell) : cell;

const significantDigits = (number: string) => number.replace(/\D/g, '').replace(/^0+/, '').length;
