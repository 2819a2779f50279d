import { headingOf } from '../../core/heading.ts';
import { formatOf, type NumberFormat } from '../../core/number.ts';
import type { Cell, Row } from '../../core/quality.ts';
import type { TableDefinition } from '../../definition/define-report.ts';

/** What a cell is as a length; null where it is none, or beyond what can be drawn. Exact numbers come as texts. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'string' && cell.trim() === '') return null;
  if (typeof cell !== 'string' && typeof cell !== 'number') return null;
  return Math.abs(Number(cell)) < 1e300 ? Number(cell) : null;
}

/** What a column comes to over some rows: their sum, or their mean; null where none has a value. */
export function totalOf(rows: readonly Row[], column: string, by: 'sum' | 'mean' = 'sum'): number | null {
  const values = rows.map((row) => numberOf(row[column])).filter((value) => value !== null);
  if (values.length === 0) return null;
  const sum = values.reduce((all, value) => all + value, 0);
  return by === 'sum' ? sum : sum / values.length;
}

/** A column that is drawn: what it is called, and how its values are written. */
export interface Series {
  readonly column: string;
  readonly name: string;
  readonly format: NumberFormat;
}

/** As the component says it, or else the table's definition. */
export function seriesOf(
  column: string,
  format: NumberFormat | undefined,
  definition: TableDefinition | undefined,
): Series {
  const { title, format: ofColumn } = definition?.columns?.[column] ?? {};
  return { column, name: title ?? headingOf(column), format: formatOf(column, format ?? ofColumn) };
}
