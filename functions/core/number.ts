import type { Cell } from './quality.ts';

/** How a number is written: digits after the point, and what stands behind it. */
export interface NumberFormat {
  readonly digits?: number;
  /** Written after the number: ` min`, ` %`. */
  readonly unit?: string;
  /** Without commas between thousands, as a year or a number that names something. */
  readonly plain?: boolean;
}

/** A number that is no amount: it names a year, or something that is counted elsewhere. */
const naming = /(^|_)(year|yr|id|code|zip|number|no|nr)(_|$)/i;

/** How a column of that name is written: as the definition says, and a year or a number that names something is plain. */
export const formatOf = (name: string, format: NumberFormat = {}): NumberFormat =>
  format.unit === undefined && format.digits === undefined && naming.test(name) ? { plain: true, ...format } : format;

/** A value that a person reads: thousands grouped, digits as asked; a missing one is a dash. */
export function formatCell(
  cell: Cell | undefined,
  format: NumberFormat = {},
  type: 'number' | 'boolean' | 'text' | 'date' | 'timestamp' = 'text',
): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'number' || (type === 'number' && isNumeric(cell)) ? formatNumber(cell, format) : String(cell);
}

/** Behind the point; Node 20 writes no more. */
const mostDigits = 20;

/** A number, or the text of an exact one, without loss. */
function formatNumber(number: number | `${number}`, { digits, unit = '', plain = false }: NumberFormat): string {
  const places =
    digits ?? (typeof number === 'string' ? (number.split('.')[1] ?? '').length : Number.isInteger(number) ? 0 : 2);
  const shown = Math.min(places, mostDigits);
  const format = { minimumFractionDigits: shown, maximumFractionDigits: shown, signDisplay: 'negative' } as const;
  return new Intl.NumberFormat('en-US', { ...format, useGrouping: !plain }).format(number) + unit;
}

const isNumeric = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);
