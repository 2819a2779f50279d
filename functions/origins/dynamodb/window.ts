import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { TributaryError } from '../../core/errors.ts';
import { dayIn, momentIn } from '../../core/window.ts';
import type { Extraction } from '../connector.ts';
import type { DynamoDbOrigin } from './options.ts';

type Key = { readonly S: string } | { readonly N: string };
type Found = AttributeValue | undefined;

/** The window, as sort keys say it. */
interface Sorted {
  /** Ranges of keys, ends inside, that surely hold all keys of the window, and a few beside them. */
  readonly ranges: readonly { readonly from: Key; readonly to: Key }[];
  /** Whether a key of these ranges is of the window; undefined where that cannot be told. */
  readonly holds: (key: Found) => boolean | undefined;
  /** Whether a key, wherever it is, is one that these ranges would find at its time. */
  readonly sorts: (key: Found) => boolean;
}

type Sort = NonNullable<DynamoDbOrigin['window']>['sort'];

/** The window as a sort key says moments: ranges to read, and what is wanted of that which they hold. */
export function sortedBy(as: Sort['as'], { window, batch }: Pick<Extraction, 'window' | 'batch'>): Sorted {
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  switch (as) {
    case 'iso': {
      const moment = (key: Found) => momentIn(key?.S ?? '');
      return {
        ranges: spelled(utcDay(from - farthestZone), utcDay(to + farthestZone)),
        holds: (key) => within(moment(key), from, to),
        sorts: (key) => moment(key) !== undefined || dayIn(key?.S ?? '') !== undefined,
      };
    }
    case 'date': {
      const day = (key: Found) => dayIn(key?.S ?? '');
      return {
        ranges: spelled(batch.from, batch.to),
        holds: (key) => within(day(key), batch.from, batch.to),
        sorts: (key) => day(key) !== undefined,
      };
    }
    case 'seconds':
      return numbered(from / 1000, to / 1000, (seconds) => seconds < muchInSeconds);
    case 'milliseconds':
      return numbered(from, to, (milliseconds) => milliseconds > muchInSeconds);
  }
}

/** Clocks are less than 15 hours away from UTC, so no way to write a moment begins with a day outside of that. */
const farthestZone = 15 * 3600 * 1000;

const utcDay = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/**
 * All text that begins with these days, year by year, as other punctuation than that of the first day lies between two
 * years. Slashes are read to be refused.
 */
const spelled = (from: string, to: string) =>
  ['-', '', '/'].flatMap((between) => {
    const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
    const written = (day: string) => day.replaceAll('-', between);
    return Array.from({ length: last - first + 1 }, (_, at) => ({
      from: { S: written(at === 0 ? from : `${first + at}-01-01`) },
      to: { S: `${written(first + at === last ? to : `${first + at}-12-31`)}~` },
    }));
  });

const within = <Of extends string | number>(value: Of | undefined, from: Of, to: Of): boolean | undefined =>
  value === undefined ? undefined : from <= value && value < to;

/** As seconds the year 5138, as milliseconds March 1973: whatever is beyond is the other of the two. */
const muchInSeconds = 1e11;

/** A range of numbers has the keys of the window, and the end: no double may tell 1.99999999999999999 from 2. */
const numbered = (from: number, to: number, sorts: (key: number) => boolean): Sorted => ({
  ranges: [{ from: { N: String(from) }, to: { N: String(to) } }],
  holds: (key) => Number(key?.N) < to || /\.\d*[1-9]/.test(key?.N ?? ''),
  sorts: (key) => key?.N !== undefined && sorts(Number(key.N)),
});

/** Keys that cannot be compared with the window; nothing of the key is told but its shape. */
export const uncomparable = (source: string, { table }: DynamoDbOrigin, { attribute, as }: Sort, key: Found) =>
  new TributaryError(
    'SourceRefused',
    `${source}: DynamoDB (table ${table}) has a sort key ${attribute} such as ${shapeOf(key)}, which cannot be compared ` +
      `with the window as ${ways[as]}. Correct the index, the attributes or \`as\` in pipeline/sources/ ('iso', 'date', ` +
      "'seconds' or 'milliseconds'), or leave out the window: the table is then read whole.",
  );

const ways: Readonly<Record<Sort['as'], string>> = {
  iso: 'a moment in ISO 8601, such as 2024-01-31T23:59:59Z',
  date: 'a day, such as 2024-01-31',
  seconds: 'seconds since 1970',
  milliseconds: 'milliseconds since 1970',
};

/** `9999-99-99T99:99` for a text, `a number of 10 digits` for a number. */
function shapeOf(key: Found): string {
  if (key?.N !== undefined) return `a number of ${key.N.replace(/\..*/s, '').length} digits`;
  if (key?.S === undefined) return 'a binary';
  const shape = key.S.slice(0, 40)
    .replace(/\d/g, '9')
    .replace(/(?![TZ])[^\d\s:.,+/_-]/gu, 'a');
  return `"${shape}"`;
}
