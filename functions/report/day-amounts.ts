import type { Change } from '../core/checks.ts';
import type { ReportDocument } from '../core/document.ts';
import type { Table } from '../core/quality.ts';
import type { FigureDefinition } from '../definition/define-report.ts';
import { dayColumn, isDaily } from './checks/days.ts';

/** What each day adds to a figure. */
export type DayAmounts = readonly { readonly day: string; readonly amount: number }[];

/** What the days of a figure's trend add to it; undefined for a figure that is not their sum, as a mean is not. */
export function dayAmounts(
  { value }: Pick<ReportDocument['figures'][number], 'value'>,
  { trend }: Pick<FigureDefinition, 'trend'>,
  tables: readonly Table[],
): DayAmounts | undefined {
  const table = trend && tables.find(({ name }) => name === trend.table);
  const day = table && dayColumn(table);
  if (!table || day === undefined || value === null) return undefined;
  const amounts = table.rows.map((row) => ({ day: String(row[day]), amount: Number(row[trend.column] ?? 0) }));
  if (!isDaily(amounts.map((one) => one.day))) return undefined;
  const sum = sumOf(amounts);
  return Math.abs(sum - Number(value)) <= 1e-9 * Math.abs(sum) ? amounts : undefined;
}

/** So many days are told at most. */
const most = 3;

/** The few days that hold more than half of a figure or, where there are none, more than half of what went up or down. */
export function fullDays(
  amounts: DayAmounts,
  usual: number,
  direction: 'up' | 'down' | null,
): Pick<Change, 'days' | 'hold'> {
  const ofValue = amounts.every(({ amount }) => amount >= 0) ? holding(amounts) : [];
  if (ofValue.length > 0) return { days: ofValue, hold: 'value' };
  if (direction === null) return { days: [], hold: null };
  const sign = direction === 'up' ? 1 : -1;
  const beyond = amounts.map(({ day, amount }) => ({ day, amount: Math.max(0, sign * (amount - usual)) }));
  const ofChange = holding(beyond);
  return ofChange.length > 0 ? { days: ofChange, hold: 'change' } : { days: [], hold: null };
}

/** The days that together hold more than half; none where it takes more than a few, or half of all days. */
function holding(amounts: DayAmounts): string[] {
  const half = sumOf(amounts) / 2;
  const sorted = amounts.toSorted((a, b) => b.amount - a.amount || (a.day < b.day ? -1 : 1));
  const count = sorted.findIndex((_, at) => sumOf(sorted.slice(0, at + 1)) > half) + 1;
  return count > 0 && count <= most && 2 * count < amounts.length
    ? sorted
        .slice(0, count)
        .map(({ day }) => day)
        .sort()
    : [];
}

const sumOf = (amounts: DayAmounts) => amounts.reduce((sum, { amount }) => sum + amount, 0);
