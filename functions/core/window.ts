import type { Batch } from './batch.ts';

/** A half-open time [from, to): moments in UTC, ISO with Z. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** The time that a batch covers: from the first moment of its first day in that IANA zone to that of the day behind its last. */
export const windowOf = ({ from, to }: Pick<Batch, 'from' | 'to'>, timeZone: string): Window => ({
  from: firstMoment(from, timeZone),
  to: firstMoment(to, timeZone),
});

const second = 1000;
const hour = 3600 * second;

/**
 * Searched for rather than worked out: a change of the clocks may make a day begin at 01:00, or leave it out altogether.
 * Zones are between 12 hours behind UTC and 14 ahead.
 */
function firstMoment(day: string, timeZone: string): string {
  const clock = clockIn(timeZone);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let [before, reached] = [midnight - 15 * hour, midnight + 13 * hour];
  while (reached - before > second) {
    const middle = before + Math.floor((reached - before) / second / 2) * second;
    if (localDay(clock, middle) < day) before = middle;
    else reached = middle;
  }
  return new Date(reached).toISOString().replace('.000', '');
}

/** The calendar day that clocks in the zone show at that moment, as an ISO date. */
export const dayOf = (moment: Date, timeZone: string): string => localDay(clockIn(timeZone), moment.getTime());

const clockIn = (timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short', calendar: 'iso8601' });

function localDay(clock: Intl.DateTimeFormat, moment: number): string {
  const parts = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}
