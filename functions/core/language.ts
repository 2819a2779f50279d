import { dayAfter } from './day.ts';
import { formatNumber, type NumberFormat } from './number.ts';
import type { Cell } from './quality.ts';

/** The type of a column, which tells how its cells are written. */
type CellType = 'number' | 'boolean' | 'text' | 'date' | 'timestamp';

/** How values are written in one language: by `Intl` alone, so that every machine writes the same. Days are ISO dates. */
export interface Language {
  /** As BCP 47 has it: https://www.rfc-editor.org/info/bcp47 */
  readonly locale: string;
  /** A value of a table; a missing one is a dash. */
  cell(cell: Cell | undefined, format?: NumberFormat, type?: CellType): string;
  /** A part of a whole in percent; a small part never reads as none. */
  share(part: number, whole: number): string;
  /** `Feb 8, 2013` */
  day(day: string): string;
  /** `Feb 8` */
  shortDay(day: string): string;
  /** `Feb 2013` */
  month(day: string): string;
  /** `Feb` */
  shortMonth(day: string): string;
  /** `09:05`, of an ISO moment, in UTC */
  time(moment: string): string;
  /** `Feb 8, Feb 9 and Feb 12 – Feb 14`: days that follow each other as one. */
  days(days: readonly string[]): string;
  /** `a, b and c` */
  list(items: readonly string[]): string;
  /** A size in powers of a thousand: `1.2 MB`. */
  bytes(size: number): string;
}

/** Whether `Intl` knows how to write in it. */
export function isLocale(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}

/** The language of that locale, which `isLocale`. */
export function languageOf(locale: string): Language {
  const calendar = { calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' } as const;
  const dates = new Intl.DateTimeFormat(locale, { ...calendar, dateStyle: 'medium' });
  const shortDates = new Intl.DateTimeFormat(locale, { ...calendar, month: 'short', day: 'numeric' });
  const months = new Intl.DateTimeFormat(locale, { ...calendar, month: 'short', year: 'numeric' });
  const shortMonths = new Intl.DateTimeFormat(locale, { ...calendar, month: 'short' });
  const times = new Intl.DateTimeFormat(locale, { ...calendar, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const lists = new Intl.ListFormat(locale);
  const number = (value: number | `${number}`, format: NumberFormat) => formatNumber(value, format, locale);
  const day = (text: string) => written(text, dates) ?? text;
  const shortDay = (text: string) => written(text, shortDates) ?? text;
  const list = (items: readonly string[]) => lists.format(items);
  const moment = (text: string) => {
    const time = written(text, times);
    return time === undefined ? text : `${day(text.slice(0, 10))} ${time}`;
  };
  return {
    locale,
    day,
    shortDay,
    month: (text) => written(text, months) ?? text,
    shortMonth: (text) => written(text, shortMonths) ?? text,
    time: (text) => written(text, times) ?? text,
    list,
    days: (days) => list(stretches(days).map((stretch) => stretch.map(shortDay).join(' – '))),
    share: (part, whole) => shareOf(part, whole, number),
    bytes: (size) => bytesOf(size, number),
    cell(cell, format = {}, type = 'text') {
      if (cell === null || cell === undefined) return '–';
      if (typeof cell === 'boolean') return cell ? '✓' : '✗';
      if (typeof cell === 'number' || (type === 'number' && isNumeric(cell))) return number(cell, format);
      return type === 'date' ? day(cell) : type === 'timestamp' ? moment(cell) : cell;
    },
  };
}

/** What speaks to those who run the pipeline rather than to those who read its report. */
export const english = languageOf('en');

const isNumeric = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);

function written(iso: string, format: Intl.DateTimeFormat): string | undefined {
  const time = Date.parse(iso);
  // Some versions of ICU put blanks there that do not break, and others do not.
  return Number.isNaN(time) ? undefined : format.format(time).replace(/[\u00a0\u202f]/g, ' ');
}

/** Days that follow each other as the first and the last of them. */
function stretches(days: readonly string[]): string[][] {
  const all: string[][] = [];
  for (const day of days.toSorted()) {
    const stretch = all.at(-1);
    if (stretch?.at(-1) === dayAfter(day, -1)) stretch.splice(1, 1, day);
    else all.push([day]);
  }
  return all;
}

type WriteNumber = (value: number, format: NumberFormat) => string;

function shareOf(part: number, whole: number, number: WriteNumber): string {
  if (whole === 0) return '0 %';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.005) return `<${number(0.01, { digits: 2, unit: ' %' })}`;
  return number(percent, { digits: percent < 1 ? 2 : 1, unit: ' %' });
}

function bytesOf(size: number, number: WriteNumber): string {
  if (size < 1000) return number(size, { digits: 0, unit: ' B' });
  const [divisor, unit] = size < 1e6 ? [1e3, 'kB'] : size < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return number(size / divisor, { digits: size / divisor < 100 ? 1 : 0, unit: ` ${unit}` });
}
