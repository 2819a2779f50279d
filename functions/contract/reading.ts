import { literal } from '../core/quote.ts';

/** The type that a column has in SQL, and how its text is read. */
export type ColumnType =
  | { readonly kind: 'string' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'number' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  /** With a zone of its own in the text; stored as UTC. */
  | { readonly kind: 'dateTime' }
  /** Local time in the declared zone; stored as UTC. */
  | { readonly kind: 'localTime'; readonly zone: string };

/** How the text of a value becomes a typed value in SQL, and what to say where it does not. */
export interface Reading {
  /** The column's type in SQL. */
  readonly sqlType: string;
  /** What the whole text must look like, as RE2. A cast alone would take 4.7 for an integer. */
  readonly form?: string;
  readonly value: (text: string) => string;
  /** Whether every value, as the engine writes it, is of that form. */
  readonly canonical?: true;
  /** What must hold of a value that could be read. */
  readonly holds?: (value: string, text: string) => string;
  /** Said of a text of another form. */
  readonly malformed: string;
  /** Said of a text of that form that is no such value all the same. */
  readonly impossible: string;
}

const mostSafe = Number.MAX_SAFE_INTEGER;
const year = '([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])';
const day = `${year}-[0-9]{2}-[0-9]{2}`;
const time = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?';
const offset = '(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)';

const cast = (type: string) => (text: string) => `TRY_CAST(${text} AS ${type})`;
/** A cast from TIMESTAMPTZ to TIMESTAMP goes through the calendar of a zone; this is the same in UTC, and five times as fast. */
const inUtc = (moment: string) => `make_timestamp(epoch_us(${moment}))`;

/** What ISO 8601 has four digits for, once it is in UTC. */
const inCalendar = (moment: string) =>
  `${moment} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;

/** The cast wants seconds, people and spreadsheets do not. */
const withSeconds = (text: string) => `regexp_replace(${text}, '^(.{16})([-+Z])', '\\1:00\\2')`;

/** The text of a column of that type, read exactly: nothing is rounded, trimmed, guessed or moved. */
export function readingOf(type: ColumnType): Reading {
  switch (type.kind) {
    case 'string':
      return { sqlType: 'VARCHAR', value: (text) => text, malformed: '', impossible: '' };
    case 'integer':
      return {
        sqlType: 'BIGINT',
        form: '-?[0-9]+(\\.0+)?',
        value: cast('BIGINT'),
        canonical: true,
        holds: (value) => `${value} BETWEEN -${mostSafe} AND ${mostSafe}`,
        malformed: 'is not an integer',
        impossible: `is beyond ${mostSafe}, the largest exact integer`,
      };
    case 'number':
      return {
        sqlType: 'DOUBLE',
        form: '-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?',
        value: cast('DOUBLE'),
        holds: (value) => `isfinite(${value})`,
        malformed: 'is not a number',
        impossible: 'is beyond the largest number',
      };
    case 'decimal':
      return decimalReading(type);
    case 'boolean':
      return {
        sqlType: 'BOOLEAN',
        value: (text) => `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`,
        malformed: 'is not true or false',
        impossible: 'is not true or false',
      };
    case 'date':
      return {
        sqlType: 'DATE',
        form: day,
        value: cast('DATE'),
        malformed: 'is not a date like 2013-02-28',
        impossible: 'is not a day of the calendar',
      };
    case 'dateTime':
      return {
        sqlType: 'TIMESTAMP',
        form: `${day}[T ]${time}${offset}`,
        value: (text) => inUtc(`coalesce(${cast('TIMESTAMPTZ')(text)}, ${cast('TIMESTAMPTZ')(withSeconds(text))})`),
        holds: inCalendar,
        malformed: 'is not a date and time with a zone, like 2013-02-28T18:00:00Z',
        impossible: 'is not a time of the calendar',
      };
    case 'localTime':
      return localReading(type.zone);
  }
}

function decimalReading({ precision, scale }: { precision: number; scale: number }): Reading {
  const whole = precision > scale ? `0*[0-9]{1,${precision - scale}}` : '0+';
  const point = scale > 0 ? `\\.[0-9]{1,${scale}}0*` : '\\.0+';
  const reason = `is not a decimal number of at most ${precision - scale} digits before and ${scale} after the point`;
  return {
    sqlType: `DECIMAL(${precision}, ${scale})`,
    form: `-?${whole}(${point})?`,
    value: cast(`DECIMAL(${precision}, ${scale})`),
    // Without a digit before the point the engine writes .5, which is no number here.
    ...(precision > scale && { canonical: true }),
    malformed: reason,
    impossible: reason,
  };
}

/** An hour that the clocks skip is refused, and a year that is none in UTC; of an hour that they show twice, DuckDB takes the second. */
function localReading(zone: string): Reading {
  const inZone = (moment: string) => `timezone(${literal(zone)}, ${moment})`;
  return {
    sqlType: 'TIMESTAMP',
    form: `${day}[T ]${time}`,
    value: (text) => inUtc(inZone(cast('TIMESTAMP')(text))),
    holds: (value, text) =>
      `${inZone(`make_timestamptz(epoch_us(${value}))`)} = ${cast('TIMESTAMP')(text)} AND ${inCalendar(value)}`,
    malformed: 'is not a local date and time, like 2013-02-28 18:00',
    impossible: `is not a time of the calendar that the clocks of ${zone} show`,
  };
}
