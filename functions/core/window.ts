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
    if (clock.format(middle) < day) before = middle;
    else reached = middle;
  }
  return new Date(reached).toISOString().replace('.000', '');
}

/** The calendar day that clocks in the zone show at that moment, as an ISO date. */
export const dayOf = (moment: Date, timeZone: string): string => clockIn(timeZone).format(moment);

/** Making a clock takes longer than all that is asked of it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Sweden writes days as ISO 8601 does. */
function clockIn(timeZone: string): Intl.DateTimeFormat {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  clocks.set(timeZone, clock);
  return clock;
}

const day = /(?<year>\d{4})(?<dash>-?)(?<month>\d\d)\k<dash>(?<dayOfMonth>\d\d)/;
const time = /(?<hour>[01]\d|2[0-3])(?::?(?<minute>[0-5]\d)(?::?(?<second>[0-5]\d)(?:[.,]\d+)?)?)?/;
const offset = /[Zz]|(?<sign>[+-])(?<hours>0\d|1[0-4])(?::?(?<minutes>[0-5]\d))?/;
const momentText = new RegExp(`^${day.source}[Tt ]${time.source}(?: ?(?:${offset.source}))?$`);
const dayText = new RegExp(`^${day.source}$`);

/**
 * The second of a moment as ISO 8601 writes it, in milliseconds since 1970: a blank or `t` for the T, any offset, or none
 * for UTC, any digits of a fraction, or none, and without the punctuation. Undefined for any other text: a day is no moment.
 */
export function momentIn(text: string): number | undefined {
  const found = momentText.exec(text)?.groups;
  const midnight = found && midnightOf(found);
  if (midnight === undefined) return undefined;
  const { sign, hours, minutes } = found ?? {};
  const ahead = (sign === '-' ? -1 : 1) * inSeconds(hours, minutes);
  return midnight + (inSeconds(found?.hour, found?.minute) + Number(found?.second ?? 0) - ahead) * second;
}

/** The day that such a text is, as an ISO date with its dashes; undefined for any other text. */
export function dayIn(text: string): string | undefined {
  const found = dayText.exec(text)?.groups;
  const midnight = found && midnightOf(found);
  return midnight === undefined ? undefined : new Date(midnight).toISOString().slice(0, 10);
}

const inSeconds = (hours = '0', minutes = '0') => Number(hours) * 3600 + Number(minutes) * 60;

/** Undefined for a day that no calendar has, such as 30 February. */
function midnightOf({ year, month, dayOfMonth }: Readonly<Record<string, string | undefined>>): number | undefined {
  const written = `${year}-${month}-${dayOfMonth}`;
  const midnight = Date.parse(`${written}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(written) ? midnight : undefined;
}
