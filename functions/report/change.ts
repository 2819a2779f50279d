import { type Batch, parseBatch } from '../core/batch.ts';
import type { Change } from '../core/checks.ts';
import { daysBetween } from '../core/day.ts';
import type { ReportDocument } from '../core/document.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { isHidden } from '../publishing/figure.ts';
import { daysOf } from './checks/days.ts';
import { type DayAmounts, dayAmounts, fullDays } from './day-amounts.ts';
import type { RunFacts } from './run-facts.ts';

type Figure = ReportDocument['figures'][number];

/** What is known of a figure beside its two values. */
interface Known {
  /** The change, as a share of the former value, up to which it is no news. */
  readonly steady: number;
  /** Of a figure that adds up over days: what each added, and how many days there are now and were before. */
  readonly byDay?: { readonly amounts: DayAmounts; readonly days: number; readonly daysBefore: number } | undefined;
}

/** What became of each figure since the report compared with, the biggest mover first. */
export function changesOf(
  figures: readonly Figure[],
  { tables, manifest }: Pick<RunFacts, 'tables' | 'manifest'>,
  { batch, pipeline }: { readonly batch: Batch; readonly pipeline: Pipeline },
): Change[] {
  const before = manifest.comparedWith ? parseBatch(pipeline.period, manifest.comparedWith.batch) : undefined;
  const days = daysOf(batch, manifest, pipeline).over.length;
  const changes = figures.map((figure, at) => {
    const definition = pipeline.report.figures[at];
    const amounts = definition && before && dayAmounts(figure, definition, tables);
    const byDay = amounts && days > 0 ? { amounts, days, daysBefore: daysBetween(before.from, before.to) } : undefined;
    return { figure: at, ...changeOf(figure, { steady: definition?.steady ?? usualSteady, byDay }) };
  });
  return changes.toSorted((a, b) => sizeOf(b) - sizeOf(a) || a.figure - b.figure);
}

const usualSteady = 0.01;

/** What became of a figure, by its values alone where nothing else is known. */
export function changeOf(figure: Figure, { steady, byDay }: Known): Omit<Change, 'figure'> {
  const { title, better } = figure;
  const [value, previous] = [numberIn(figure.value), numberIn(figure.previous)];
  if (value === undefined || previous === undefined) return { ...unknown, title };
  const difference = value - previous;
  const relative = previous === 0 ? null : difference / Math.abs(previous);
  const direction = isHidden(figure) ? 'same' : difference > 0 ? 'up' : 'down';
  const perDay =
    byDay && byDay.days !== byDay.daysBefore && previous > 0
      ? value / byDay.days / (previous / byDay.daysBefore) - 1
      : null;
  const moves = direction !== 'same' && isMove({ difference, relative, perDay }, steady);
  const news =
    !moves || better === 'neither' ? 'neutral' : (direction === 'up') === (better === 'higher') ? 'good' : 'bad';
  const full = byDay && fullDays(byDay.amounts, previous / byDay.daysBefore, moves ? direction : null);
  const basis = relative === null ? 'zero' : 'value';
  return { title, basis, difference, relative, perDay, direction, news, ...(full ?? { days: [], hold: null }) };
}

const unknown = {
  basis: 'none',
  difference: null,
  relative: null,
  perDay: null,
  direction: null,
  news: 'neutral',
  days: [],
  hold: null,
} satisfies Omit<Change, 'figure' | 'title'>;

const numberIn = (cell: Figure['value']): number | undefined =>
  (typeof cell === 'number' || typeof cell === 'string') && Number.isFinite(Number(cell)) ? Number(cell) : undefined;

type Move = Pick<Change, 'difference' | 'relative' | 'perDay'>;

/** Whether it moved beyond the band in which it is steady; a day where the batches have not as many, and then as it did in all. */
function isMove({ difference, relative, perDay }: Move, steady: number): boolean {
  const isOther = perDay !== null && Math.sign(perDay) !== Math.sign(difference ?? 0);
  const by = perDay ?? relative;
  return !isOther && (by === null || Math.abs(by) > steady);
}

/** What doubles moved as far as what halves; what was nothing moved as far as what doubles. */
function sizeOf({ basis, direction, relative, perDay }: Change): number {
  if (basis === 'none') return -1;
  if (direction === 'same') return 0;
  const by = 1 + (perDay ?? relative ?? 1);
  return by > 0 ? Math.abs(Math.log(by)) : Math.abs(by) + 1;
}
