import type { ReportDocument } from '../../../functions/core/document.ts';
import type { Quality } from '../../../functions/core/quality.ts';
import { isHidden, writtenChange, writtenValue } from '../../../functions/publishing/figure.ts';
import { tongueOf } from '../../../functions/publishing/tongue.tsx';
import { summariesOf } from './summary.ts';
import type { Visit } from './visits.ts';

/** One thing of two runs, as text; undefined where a run has it not. */
export interface Pair {
  readonly name: string;
  readonly before: string | undefined;
  readonly now: string | undefined;
  /** How much it changed, in words. */
  readonly change?: string | undefined;
}

const english = tongueOf('en');

/** The headline figures of two reports. */
export const figuresOf = (before: ReportDocument, now: ReportDocument): Pair[] =>
  union(before.figures, now.figures, ({ title }) => title).map(([name, old, own]) => ({
    name,
    before: old && writtenValue(old, english),
    now: own && writtenValue(own, english),
    change: own && old && changeOf({ ...own, previous: old.value }, before.batch.name),
  }));

function changeOf(figure: ReportDocument['figures'][number], batch: string): string | undefined {
  const [value, previous] = [Number(figure.value), Number(figure.previous)];
  const direction = isHidden(figure) || value === previous ? 'same' : value > previous ? 'up' : 'down';
  return writtenChange(figure, { direction, news: 'neutral' }, { batch, tongue: english });
}

/** What was checked, where it did not come to the same. */
export const checksOf = (before: ReportDocument, now: ReportDocument): Pair[] =>
  union(before.checks, now.checks, nameOfCheck)
    .map(([name, old, own]) => ({ name, before: old?.says, now: own?.says, change: own && `${own.result}` }))
    .filter((pair) => pair.before !== pair.now);

const nameOfCheck = (check: ReportDocument['checks'][number]) =>
  [check.check, ...('title' in check ? [check.title] : [])].join(': ');

/** The rows of each source, and what is wrong with them. */
export const rowsOf = (before: readonly Quality[], now: readonly Quality[]): Pair[] =>
  union(before, now, ({ source }) => source).map(([name, old, own]) => ({
    name,
    before: old && toldRows(old),
    now: own && toldRows(own),
    change: own?.problems.join(' '),
  }));

const toldRows = ({ read, rejected, duplicates }: Quality) =>
  [
    `${counts.format(read)} rows`,
    ...(rejected > 0 ? [`${counts.format(rejected)} rejected`] : []),
    ...(duplicates > 0 ? [`${counts.format(duplicates)} duplicates`] : []),
  ].join(', ');
const counts = new Intl.NumberFormat('en');

/** How long each state took, in milliseconds. */
export function durationsOf(
  before: readonly Visit[],
  now: readonly Visit[],
  at: number,
): { readonly name: string; readonly before: number | undefined; readonly now: number | undefined }[] {
  const [old, own] = [summariesOf(before, at), summariesOf(now, at)];
  const names = new Set([...own.keys(), ...old.keys()]);
  return [...names].map((name) => ({ name, before: old.get(name)?.took, now: own.get(name)?.took }));
}

/** What either list has, by its name, in the order of the second. */
function union<T>(before: readonly T[], now: readonly T[], nameOf: (one: T) => string) {
  const names = new Set([...now, ...before].map(nameOf));
  const find = (list: readonly T[], name: string) => list.find((one) => nameOf(one) === name);
  return [...names].map((name) => [name, find(before, name), find(now, name)] as const);
}
