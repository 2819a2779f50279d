import type { Batch } from '../../core/batch.ts';
import type { CheckOf } from '../../core/checks.ts';
import { daysBetween, daysIn } from '../../core/day.ts';
import { headingOf } from '../../core/heading.ts';
import type { Manifest } from '../../core/manifest.ts';
import type { Table } from '../../core/quality.ts';
import { dayOf } from '../../core/window.ts';
import { boundToTables } from '../../definition/components/components.ts';
import type { Pipeline } from '../../definition/define-pipeline.ts';
import { pageOf, type ReportDefinition } from '../../definition/define-report.ts';

/** The days of the batch that were over when it was frozen, and those that were not. */
export function daysOf(
  { from, to }: Batch,
  { frozenAt }: Pick<Manifest, 'frozenAt'>,
  { timeZone }: Pick<Pipeline, 'timeZone'>,
): { readonly over: readonly string[]; readonly toCome: string[] } {
  const today = dayOf(new Date(frozenAt), timeZone);
  const days = daysIn(from, to);
  return { over: days.filter((day) => day < today), toCome: days.filter((day) => day >= today) };
}

/** Whether each table that the report shows by day has a row for each of the days. */
export function dayChecks(
  tables: readonly Table[],
  days: readonly string[],
  report: ReportDefinition,
): CheckOf<'days'>[] {
  if (days.length < 2) return [];
  const shown = shownOverTime(report);
  return tables.flatMap((table) => {
    const { gaps, title = headingOf(table.name) } = report.tables.find(({ name }) => name === table.name) ?? {};
    const there = shown.has(table.name) && !gaps ? daysIfDaily(table, days) : undefined;
    if (!there) return [];
    const missing = days.filter((day) => !there.has(day));
    const result = missing.length > 0 ? 'care' : 'pass';
    return [{ check: 'days', table: table.name, title, result, missing, of: days.length }];
  });
}

/** The tables that trends, lines and bars show. */
const shownOverTime = (report: ReportDefinition): ReadonlySet<string> =>
  new Set([
    ...report.figures.flatMap(({ trend }) => trend?.table ?? []),
    ...boundToTables(pageOf(report)).flatMap(({ table, along }) => (along === undefined ? [] : table)),
  ]);

/** The column that tells the day of a row, where each row has its own. */
export function dayColumn({ columns, rows, rowCount }: Table): string | undefined {
  const column = columns.find(({ type }) => type === 'date')?.name;
  if (column === undefined || rows.length < rowCount) return undefined;
  const days = new Set(rows.flatMap((row) => row[column] ?? []));
  return days.size === rows.length ? column : undefined;
}

/** The days of a table with a row a day; undefined for one by week, month or anything else. */
function daysIfDaily(table: Table, [first = '']: readonly string[]): ReadonlySet<string> | undefined {
  const column = dayColumn(table);
  if (column === undefined) return undefined;
  const days = table.rows.map((row) => String(row[column]));
  // One row alone is a month where it stands at its beginning.
  return isDaily(days) || (days.length === 1 && days[0] !== first) ? new Set(days) : undefined;
}

/** Whether any of the days follow each other, as they do not where each stands for a week or a month. */
export const isDaily = (days: readonly string[]): boolean => {
  const sorted = days.toSorted();
  return sorted.some((day, at) => at > 0 && daysBetween(sorted[at - 1] ?? day, day) === 1);
};
