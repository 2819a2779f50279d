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

/** The batch of that name; undefined where the name is not a calendar day, month or year as the period asks. */
export function parseBatch(period: Period, name: string): Batch | undefined {
  const from = `${name}${'-01-01'.slice(name.length - 4)}`;
  const shape = shapes[period];
  const real = /^\d{4}-\d{2}-\d{2}$/.test(from) && toIso(Date.parse(from)) === from;
  return real && name.length === shape.length ? { name, from, to: step(period, from, 1) } : undefined;
}

/** Like `parseBatch`; throws InputInvalid with an example where the name does not fit. */
export function batchOf(period: Period, name: string): Batch {
  const batch = parseBatch(period, name);
  if (batch) return batch;
  throw new TributaryError(
    'InputInvalid',
    `"${name}" is not a batch: this pipeline's batches are named by the ${period}, like ${shapes[period].example}.`,
  );
}

/** The batch that covers the calendar day, an ISO date. */
export const batchOn = (period: Period, day: string): Batch => batchOf(period, day.slice(0, shapes[period].length));

/** The batch one period earlier. */
export const batchBefore = (period: Period, batch: Batch): Batch => batchOn(period, step(period, batch.from, -1));

/** The batch one period later. */
export const batchAfter = (period: Period, batch: Batch): Batch => batchOn(period, batch.to);

function step(period: Period, day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (period === 'day') date.setUTCDate(date.getUTCDate() + by);
  if (period === 'month') date.setUTCMonth(date.getUTCMonth() + by);
  if (period === 'year') date.setUTCFullYear(date.getUTCFullYear() + by);
  return date.toISOString().slice(0, 10);
}

const toIso = (time: number) => (Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10));
