import fc from 'fast-check';
import { z } from 'zod';
import { decimal, localTime } from '../../functions/tributary.ts';

/** A drawn column: its zod type, and the documented way from a text to the value that zod judges. */
export interface DrawnColumn {
  readonly schema: z.ZodType;
  /** Undefined where the text is no such value. */
  readonly read: (text: string) => unknown;
  /** Of JSON, where the text may stand there without quotes: the value that it then has. */
  readonly bare?: (text: string) => unknown;
  readonly texts: fc.Arbitrary<string>;
  /** Whether what is stored is that value. */
  readonly same: (cell: unknown, value: unknown) => boolean;
}

const zone = 'Europe/Zurich';

const number = (text: string) => (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined);
const token = (text: string) => (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined);
const exact = (text: string) => (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? text : undefined);
const truth = (text: string) => (/^(true|false)$/.test(text) ? text === 'true' : undefined);
const integer = (text: string) => (/^-?\d+(\.0+)?$/.test(text) ? Number(text) : undefined);
const boolean = (text: string) => ({ true: true, false: false })[text.toLowerCase()];
const date = (text: string) => (text.startsWith('0000') ? undefined : text);

/** The moment in UTC as zod wants it, from all the forms that are read. */
function dateTime(text: string): string | undefined {
  const form =
    /^(\d{4}-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?:(:[0-5]\d)(\.\d{1,6})?)?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d)?)$/;
  const [, day = '', time = '', seconds = ':00', fraction = '', sign = '+', hours = '0', minutes = '0'] =
    form.exec(text) ?? [];
  if (!realDay(day)) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '+' ? 1 : -1);
  const moment = new Date(Date.parse(`${day}T${time}${seconds}Z`) - offset * 60_000);
  const inRange = moment.getUTCFullYear() >= 1 && moment.getUTCFullYear() <= 9999;
  return inRange ? moment.toISOString().replace('.000', fraction) : undefined;
}

/** The text itself, where the clocks of the zone ever showed it. */
function local(text: string): string | undefined {
  const [, day = '', hour = ''] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/.exec(text) ?? [];
  if (!realDay(day)) return undefined;
  const moments = [0, 60, 120].map((ahead) => new Date(Date.parse(`${day}T${hour}Z`) - ahead * 60_000));
  return moments.some((moment) => !Number.isNaN(moment.getTime()) && shown.format(moment) === `${day} ${hour}`)
    ? text
    : undefined;
}

const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });

const realDay = (day: string) => !day.startsWith('0000') && z.iso.date().safeParse(day).success;

const same = (cell: unknown, value: unknown) => cell === value;
const sameNumber = (cell: unknown, value: unknown) => Number(cell) === value;
const sameAmount = (cell: unknown, value: unknown) => units(cell) === units(value);
const sameMoment = (cell: unknown, value: unknown) => moment(cell) === moment(value);

/** The amount in units of 10^-60. */
function units(amount: unknown): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(String(amount)) ?? [];
  return BigInt(whole + fraction.padEnd(60, '0')) * (sign === '-' ? -1n : 1n);
}

const moment = (text: unknown) =>
  String(text)
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/\.0*$|(\.\d*?)0+$/, '$1');

const pick = fc.constantFrom;
const digits = (min: number, max: number) => fc.string({ unit: pick(...'0123456789'), minLength: min, maxLength: max });
const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));

const numbers = fc.oneof(
  fc.integer({ min: -20, max: 120 }).map(String),
  fc.double().map(String),
  fc
    .tuple(
      pick('', '-'),
      digits(1, 20),
      pick('', '.0', '.00', '.5', '.25', '.'),
      pick('', '', '', 'e3', 'E-2', 'e+400', 'e'),
    )
    .map((all) => all.join('')),
  fc.tuple(pick('', '-'), digits(1, 7), pick('.'), digits(0, 5)).map((all) => all.join('')),
  pick(
    '9007199254740991',
    '9007199254740992',
    '-9007199254740991',
    '1e308',
    '1.7976931348623157e308',
    '1.7976931348623159e308',
    '5e-324',
    '-0',
    '-0.0',
    '.5',
    '+5',
    '1_000',
    '0x1F',
    ' 4 ',
    'NaN',
    'inf',
    'Infinity',
    '-inf',
    '1,5',
    "1'000",
    '٣',
    '1e999',
  ),
);
const days = fc.oneof(
  fc
    .tuple(
      pick('2012', '2013', '1900', '2000', '0001', '9999', '0000', '213', '12013'),
      pick('-', '-', '-', '/'),
      two(13),
      pick('-'),
      two(32),
    )
    .map((all) => all.join('')),
  pick(
    '2013-02-30',
    '2012-02-29',
    '1900-02-29',
    '2013-2-1',
    '20130201',
    '2013-02-01 (BC)',
    'epoch',
    'infinity',
    '2013-02-01T',
    '02/01/2013',
  ),
);
const times = fc
  .tuple(
    two(24),
    pick(':', ':', ':', ''),
    two(60),
    pick('', ':00', ':59', ':60', ':07.5', ':07.123456', ':07.1234567', '.5'),
  )
  .map((all) => all.join(''));
const offsets = pick('Z', 'Z', 'z', '+00', '+02:00', '-0530', '+5', '-23:59', '+24:00', '', ' UTC', '+01:60', '+14');
const moments = fc.tuple(days, pick('T', 'T', ' ', '  ', 't'), times, offsets).map((all) => all.join(''));
const localTimes = fc.oneof(
  fc
    .tuple(pick('2013-03-31', '2013-10-27', '1950-06-01', '2013-02-30'), pick('T', ' '), times)
    .map((all) => all.join('')),
  pick(
    '2013-03-31 02:00',
    '2013-03-31 01:59:59.999999',
    '2013-03-31 03:00',
    '2013-10-27 02:30',
    '2013-06-01 10:00Z',
    '0000-01-01 00:00',
  ),
);
const characters = fc.oneof(
  pick(...'abcABC019 _-.,;"\'\\%'),
  pick('é', 'ß', 'ſ', 'K', '😀', '🇨🇭', '\u2028', '\u00a0', '\t', '\n', '\r\n', '\u0300'),
);
const words = fc.oneof(
  fc.string({ unit: characters, maxLength: 6 }),
  pick('web', 'store', 'Web', 'web ', 'NA', 'null', 'NULL', "'; DROP TABLE staged; --", 'x'.repeat(300)),
);

const text = (schema: z.ZodType, texts = words): DrawnColumn => ({ schema, read: (value) => value, texts, same });

const strings = fc.oneof(
  fc.tuple(fc.nat(4), fc.nat(4)).map(([min, max]) => text(z.string().min(min).max(max))),
  fc.nat(3).map((length) => text(z.string().length(length))),
  words.map((affix) => text(z.string().startsWith(affix))),
  words.map((affix) => text(z.string().endsWith(Array.from(affix).at(-1) ?? ''))),
  characters.map((part) => text(z.string().includes(part))),
  pick(
    /^[A-C]+$/,
    /^\w+$/iu,
    /b/i,
    /^.{2}$/u,
    /^[^a]*$/u,
    /\s/u,
    /^(?:a|b){1,2}\d?$/,
    /é|ß/iu,
    /^\p{L}+$/u,
    /\bc\b/,
    /^$/,
  ).map((pattern) => text(z.string().regex(pattern))),
  pick(text(z.string()), text(z.string().lowercase()), text(z.string().uppercase())),
  pick(
    text(z.uuid(), fc.oneof(fc.uuid(), words)),
    text(z.email(), fc.oneof(fc.emailAddress(), words)),
    text(z.ipv4(), fc.oneof(fc.ipV4(), words)),
    text(z.iso.time(), times),
  ),
  fc
    .uniqueArray(words, { minLength: 1, maxLength: 8 })
    .map((values) => text(z.enum(values as [string, ...string[]]), fc.oneof(pick(...values), words))),
);

const bound = fc.oneof(fc.integer({ min: -10, max: 100 }), fc.double({ noNaN: true }), pick(0.1, 2.5, 1e300, 2 ** 53));
const bounded = <Type extends z.ZodNumber>(type: Type) =>
  fc.tuple(pick('min', 'max', 'gt', 'lt'), bound).map(([check, value]) => type[check](value));

const columns: fc.Arbitrary<DrawnColumn> = fc.oneof(
  { weight: 3, arbitrary: strings },
  fc
    .oneof(
      pick(z.int(), z.int32(), z.uint32()),
      bounded(z.int()),
      pick(1, 3, -7, 1000).map((step) => z.int().multipleOf(step)),
    )
    .map((schema) => ({ schema, read: integer, bare: token, texts: numbers, same: sameNumber })),
  fc
    .oneof(pick(z.number(), z.float32()), bounded(z.number()))
    .map((schema) => ({ schema, read: number, bare: token, texts: numbers, same: sameNumber })),
  fc.tuple(fc.integer({ min: 1, max: 38 }), fc.integer({ min: 0, max: 38 })).map(([precision, scale]) => ({
    ...text(decimal(precision, Math.min(precision, scale)), numbers),
    bare: exact,
    same: sameAmount,
  })),
  pick(
    {
      schema: z.boolean(),
      read: boolean,
      bare: truth,
      texts: fc.oneof(pick('true', 'false', 'TRUE', 'False', '1', 'yes', 't', ' true'), words),
      same,
    },
    { schema: z.iso.date(), read: date, texts: days, same },
    { schema: z.iso.datetime({ offset: true }), read: dateTime, texts: moments, same: sameMoment },
    { schema: localTime(zone), read: local, texts: localTimes, same: (cell: unknown) => cell !== null },
    { schema: z.literal([1, 2, 30]), read: integer, texts: numbers, same: sameNumber },
    { schema: z.literal([0.5, 2]), read: number, texts: numbers, same: sameNumber },
    { schema: z.literal(true), read: boolean, texts: pick('true', 'false', 'x'), same },
  ),
);

/** A row's columns: any type, in any of the wraps that say what happens where the value is missing. */
export const drawnColumns = fc.dictionary(
  fc.oneof(
    pick('a', 'b', 'select', 'column'),
    fc.string({ unit: pick(...'xyz "\'é.,;[]{}'), minLength: 1, maxLength: 5 }),
  ),
  fc.tuple(columns, pick('plain', 'nullable', 'optional', 'nullish')).map(
    ([column, wrap]): DrawnColumn => ({
      ...column,
      schema:
        wrap === 'nullable'
          ? column.schema.nullable()
          : wrap === 'optional'
            ? column.schema.optional()
            : wrap === 'nullish'
              ? column.schema.nullish()
              : column.schema,
    }),
  ),
  { minKeys: 1, maxKeys: 6 },
);
