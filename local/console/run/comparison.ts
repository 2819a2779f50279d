import type { ReportDocument } from '../../../functions/core/document.ts';
import type { Quality } from '../../../functions/core/quality.ts';
import { changeOf, writtenValue } from '../../../functions/report/figure.ts';
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

/** The headline figures of two reports. */
export const figuresOf = (before: ReportDocument, now: ReportDocument): Pair[] =>
  union(before.figures, now.figures, ({ title }) => title).map(([name, old, own]) => ({
    name,
    before: old && writtenValue(old),
    now: own && writtenValue(own),
    change: own && old && changeOf({ ...own, previous: old.value }, before.batch.name)?.text,
  }));

/** The rows of each source, and what is wrong with them. */
export const checksOf = (before: readonly Quality[], now: readonly Quality[]): Pair[] =>
  union(before, now, ({ source }) => source).map(([name, old, own]) => ({
    name,
    before: old && rowsOf(old),
    now: own && rowsOf(own),
    change: own?.problems.join(' '),
  }));

const rowsOf = ({ read, rejected, duplicates }: Quality) =>
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
