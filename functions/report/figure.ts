import type { ReportDocument } from '../core/document.ts';
import { formatCell, formatOf, type NumberFormat } from '../core/number.ts';

/** The change of a figure, in words and with its news; null where there is nothing to compare with. */
export interface Change {
  readonly text: string;
  readonly news: 'good' | 'bad' | 'neutral';
}

type Figure = ReportDocument['figures'][number];

/** A headline figure as a person reads it. */
export const writtenValue = ({ value, column, unit, digits }: Figure): string => {
  const { plain = false } = unit === '' && digits === 0 ? formatOf(column) : {};
  return formatCell(value, { unit, digits, plain }, 'number');
};

/**
 * The change against the figure of the report compared with: in points for a percentage, in the figure's unit where
 * it has one, and as a share of the former value where it counts something.
 */
export function changeOf(figure: Figure, comparedWith: string): Change | null {
  const { value, previous, better } = figure;
  if (value === null || previous === null) return null;
  const difference = Number(value) - Number(previous);
  if (!Number.isFinite(difference)) return null;
  const { size, format } = amountOf(figure, Math.abs(difference));
  if (Number(size.toFixed(format.digits)) === 0) return { text: `Unchanged from ${comparedWith}`, news: 'neutral' };
  const amount = formatCell(size, format);
  const up = difference > 0;
  const arrow = up ? '▲' : '▼';
  if (better === 'neither')
    return { text: `${arrow} ${amount} ${up ? 'more' : 'less'} than ${comparedWith}`, news: 'neutral' };
  const good = up === (better === 'higher');
  return { text: `${arrow} ${amount} ${good ? 'better' : 'worse'} than ${comparedWith}`, news: good ? 'good' : 'bad' };
}

function amountOf({ previous, unit, digits }: Figure, difference: number): { size: number; format: NumberFormat } {
  if (unit.trim() === '%') return { size: difference, format: { digits, unit: ' points' } };
  const before = Math.abs(Number(previous));
  if (unit === '' && before !== 0) return { size: (difference / before) * 100, format: { digits: 1, unit: ' %' } };
  return { size: difference, format: { digits, unit } };
}
