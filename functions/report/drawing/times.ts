import type { Cell, Table } from '../../core/quality.ts';

/** What one step of an axis is. */
export type Unit = 'day' | 'week' | 'month' | 'year' | 'moment' | 'label';

export const dayLength = 86_400_000;

const forms = { day: /^\d{4}-\d\d-\d\d$/, month: /^\d{4}-\d\d$/ } as const;

/** What the values of a column are on an axis: dates, moments, years, or else labels. */
export function kindOf({ columns, rows }: Table, column: string): 'date' | 'moment' | 'year' | 'label' {
  const type = columns.find(({ name }) => name === column)?.type;
  const values = rows.flatMap((row) => row[column] ?? []);
  const all = (holds: (value: string) => boolean) => values.length > 0 && values.every((one) => holds(String(one)));
  if (type === 'date' || all((text) => forms.day.test(text)) || all((text) => forms.month.test(text))) return 'date';
  if (type === 'timestamp') return 'moment';
  // A number of four digits is a year, not so many milliseconds after 1970.
  return type === 'number' && all((text) => /^[1-9]\d{3}$/.test(text)) ? 'year' : 'label';
}

/** The time of a cell, in milliseconds and in UTC; NaN where it has none. */
export function timeOf(cell: Cell | undefined): number {
  const text = String(cell ?? '');
  const zoned = text.replace(/^(\S+)[ T]([\d:.]+)$/, '$1T$2Z');
  return Date.parse(/^\d{4}$/.test(text) ? `${text}-01-01` : zoned);
}

export const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The step from one date to the next, as the dates show it: every day, unless all of them begin a week, month or year. */
export function stepOf(times: readonly number[]): Exclude<Unit, 'moment' | 'label'> {
  const days = times.map(isoDay);
  if (days.length >= 3 && days.every((day) => day.endsWith('-01-01'))) return 'year';
  if (days.length >= 3 && days.every((day) => day.endsWith('-01'))) return 'month';
  const first = times[0] ?? 0;
  return days.length >= 4 && times.every((time) => (time - first) % (7 * dayLength) === 0) ? 'week' : 'day';
}

/** The time so many steps later. */
export function later(time: number, unit: Unit, steps = 1): number {
  const date = new Date(time);
  if (unit === 'year') return date.setUTCFullYear(date.getUTCFullYear() + steps);
  if (unit === 'month') return date.setUTCMonth(date.getUTCMonth() + steps);
  return time + steps * dayLength * (unit === 'week' ? 7 : 1);
}

/** The Monday of its week, as ISO 8601 has it. */
export const mondayOf = (time: number): number => time - ((new Date(time).getUTCDay() + 6) % 7) * dayLength;
