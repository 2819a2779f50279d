import type { ReportDocument } from '../core/document.ts';
import { formatOf, type NumberFormat } from '../core/number.ts';
import type { Tongue } from '../publishing/tongue.tsx';

/** The change of a figure, in words and with its news; null where there is nothing to compare with. */
export interface Change {
  readonly text: string;
  readonly news: 'good' | 'bad' | 'neutral';
}

type Figure = ReportDocument['figures'][number];

/** A headline figure as a person reads it. */
export const writtenValue = (figure: Figure, { cell }: Pick<Tongue, 'cell'>): string => {
  const format = inUnit(figure);
  const bare = format.unit === '' && format.currency === undefined && format.digits === 0;
  return cell(figure.value, bare ? { ...formatOf(figure.column), ...format } : format, 'number');
};

const inUnit = ({ unit, currency, digits }: Figure): NumberFormat => ({
  unit,
  digits,
  ...(currency !== undefined && { currency }),
});

/**
 * The change against the figure of the report compared with: in points for a percentage, in the figure's unit where
 * it has one, and as a share of the former value where it counts something.
 */
export function changeOf(figure: Figure, comparedWith: string, { words, cell }: Tongue): Change | null {
  const says = words.page.change;
  const { value, previous, better } = figure;
  if (value === null || previous === null) return null;
  const difference = Number(value) - Number(previous);
  if (!Number.isFinite(difference)) return null;
  const { size, format } = amountOf(figure, Math.abs(difference), says.points);
  if (Number(size.toFixed(format.digits)) === 0) return { text: says.unchanged(comparedWith), news: 'neutral' };
  const up = difference > 0;
  const amount = `${up ? '▲' : '▼'} ${cell(size, format)}`;
  if (better === 'neither') return { text: (up ? says.more : says.less)(amount, comparedWith), news: 'neutral' };
  const news = up === (better === 'higher') ? 'good' : 'bad';
  return { text: says[news](amount, comparedWith), news };
}

function amountOf(
  figure: Figure,
  difference: number,
  points: string,
): { size: number; format: NumberFormat & { digits: number } } {
  const { previous, unit, currency, digits } = figure;
  if (unit.trim() === '%') return { size: difference, format: { digits, unit: points } };
  const before = Math.abs(Number(previous));
  const counts = unit === '' && currency === undefined;
  if (counts && before !== 0) return { size: (difference / before) * 100, format: { digits: 1, unit: ' %' } };
  return { size: difference, format: { ...inUnit(figure), digits } };
}
