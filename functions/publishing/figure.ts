import type { Change } from '../core/checks.ts';
import type { ReportDocument } from '../core/document.ts';
import { formatOf, type NumberFormat } from '../core/number.ts';
import type { Tongue } from './tongue.tsx';

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

/** The change of a figure in a few words, `▲ 10.0 % better than 2024-01`; undefined where there is nothing to compare with. */
export function writtenChange(
  figure: Figure,
  { direction, news }: Pick<Change, 'direction' | 'news'>,
  { batch, tongue }: { readonly batch: string; readonly tongue: Tongue },
): string | undefined {
  const says = tongue.words.page.change;
  if (direction === null) return undefined;
  if (direction === 'same') return says.unchanged(batch);
  const amount = `${direction === 'up' ? '▲' : '▼'} ${writtenAmount(figure, tongue)}`;
  const word = news === 'neutral' ? (direction === 'up' ? 'more' : 'less') : news;
  return says[word](amount, batch);
}

/**
 * By how much a figure changed: in points for a percentage, in the figure's unit where it has one, and as a share of the
 * former value where it counts something.
 */
export function writtenAmount(figure: Figure, { words, cell }: Tongue): string {
  const { size, format } = amountOf(figure, words.page.change.points);
  return cell(size, format);
}

/** Whether a change is too small for the digits in which it is shown. */
export function isHidden(figure: Figure): boolean {
  const { size, format } = amountOf(figure, '');
  return Number(size.toFixed(format.digits)) === 0;
}

function amountOf(figure: Figure, points: string): { size: number; format: NumberFormat & { digits: number } } {
  const { value, previous, unit, currency, digits } = figure;
  const difference = Math.abs(Number(value) - Number(previous));
  if (unit.trim() === '%') return { size: difference, format: { digits, unit: points } };
  const before = Math.abs(Number(previous));
  const counts = unit === '' && currency === undefined;
  if (counts && before !== 0) return { size: (difference / before) * 100, format: { digits: 1, unit: ' %' } };
  return { size: difference, format: { ...inUnit(figure), digits } };
}
