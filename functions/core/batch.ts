import { TributaryError } from './errors.ts';

/** The length of the time that one report covers. */
export type Period = 'day' | 'month' | 'year';

/** A batch and its half-open window of calendar days, both as ISO dates: [from, to). */
export interface Batch {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

const shapes: Record<Period, { readonly length: number; readonly example: string }> = {
  day: { length: 10, example: '2013-02-08' },
  month: { length: 7, example: '2013-02' },
  year: { length: 4, example: '2013' },
};

/** All there are. */
export const periods: readonly Period[] = ['day', 'month', 'year'];

/**
 * The batch of that name; undefined where the name is not a calendar day, month or year as the period asks, or not one
 * of the years 1000 to 9999 that ends within them too: what lies outside is a slip, or a word for "never".
 */
export function parseBatch(period: Period, name: string): Batch | undefined {
  const from = `${name}${'-01-01'.slice(name.length - 4)}`;
  if (name.length !== shapes[period].length || !isDay(from)) return undefined;
  const to = step(period, from, 1);
  return isDay(to) ? { name, from, to } : undefined;
}

const isDay = (text: string) => /^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) && toIso(Date.parse(text)) === text;

/** A batch of that period, to show how one is named. */
export const exampleOf = (period: Period): string => shapes[period].example;

/** Like `parseBatch`; throws InputInvalid with an example where the name does not fit. */
export function batchOf(period: Period, name: string): Batch {
  const batch = parseBatch(period, name);
  if (batch) return batch;
  throw new TributaryError(
    'InputInvalid',
    `"${name}" is not a batch: this pipeline's batches are named by the ${period}, like ${exampleOf(period)}.`,
  );
}

/** The batch that covers the calendar day, an ISO date. */
export const batchOn = (period: Period, day: string): Batch => batchOf(period, day.slice(0, shapes[period].length));

/** The batch one period earlier; undefined before the first there can be. */
export const batchBefore = (period: Period, batch: Batch): Batch | undefined =>
  parseBatch(period, step(period, batch.from, -1).slice(0, shapes[period].length));

/** The batch one period later; undefined behind the last there can be. */
export const batchAfter = (period: Period, batch: Batch): Batch | undefined =>
  parseBatch(period, batch.to.slice(0, shapes[period].length));

function step(period: Period, day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (period === 'day') date.setUTCDate(date.getUTCDate() + by);
  if (period === 'month') date.setUTCMonth(date.getUTCMonth() + by);
  if (period === 'year') date.setUTCFullYear(date.getUTCFullYear() + by);
  return date.toISOString().slice(0, 10);
}

const toIso = (time: number) => (Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10));
