import { z } from 'zod';
import { isTimeZone } from '../core/time-zone.ts';
import { type Check, numberCheck, oneOf, stringCheck, Unsupported } from './checks.ts';
import type { ColumnType } from './reading.ts';
import { columnMeta } from './types.ts';

export interface Column {
  readonly name: string;
  /** Its name in the delivered files. */
  readonly deliveredAs: string;
  readonly type: ColumnType;
  /** Whether a file must have the column. */
  readonly required: boolean;
  /** Whether a row may lack a value. */
  readonly nullable: boolean;
  readonly default: string | null;
  readonly sensitive: boolean;
  readonly description: string;
  /** For the dictionary: "1 to 9", "matches ^[A-Z]{3}$". */
  readonly checks: readonly string[];
  /** The same for the engine. */
  readonly tests: readonly Check[];
}

type Compiled = Omit<Column, 'name' | 'deliveredAs'>;

const schema = z.custom<z.core.$ZodType>((value) => typeof value === 'object' && value !== null && '_zod' in value);
const common = { error: z.unknown().optional() };

/** What may be wrapped around a type. Whatever else a definition holds is refused. */
const wrapper = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('nullable'), innerType: schema }),
  z.strictObject({ ...common, type: z.literal('optional'), innerType: schema }),
  z.strictObject({ ...common, type: z.literal('default'), innerType: schema, defaultValue: z.unknown() }),
]);

const checks = z.array(schema.transform(({ _zod }) => _zod.def)).default([]);

/** The types; a format or a kind of number is a type and its first check at once. */
const base = z.union([
  z.looseObject({ ...common, type: z.literal('string'), coerce: z.undefined().optional(), checks }),
  z.looseObject({ ...common, type: z.literal('number'), coerce: z.undefined().optional(), checks }),
  z.strictObject({ ...common, type: z.literal('boolean') }),
  z.strictObject({ ...common, type: z.literal('enum'), entries: z.unknown() }),
  z.strictObject({ ...common, type: z.literal('literal'), values: z.unknown() }),
]);

/** Compiles what zod says of the column of that name; throws Unsupported. */
export function compile(column: z.core.$ZodType, name: string): Compiled {
  const metas = [metaOf(column)];
  let nullable = false;
  let required = true;
  let fallback: string | null = null;
  let type = column;
  for (let { data } = wrapper.safeParse(type._zod.def); data; { data } = wrapper.safeParse(type._zod.def)) {
    type = data.innerType;
    metas.push(metaOf(type));
    if (data.type !== 'default') nullable = true;
    if (data.type !== 'nullable') required = false;
    if (data.type === 'default') fallback ??= defaultOf(type, data.defaultValue);
  }
  const { tests: all, ...typed } = testsOf(type, metas, name);
  const tests = all.filter((test, at) => all.findIndex((other) => isSame(test, other)) === at);
  return {
    ...typed,
    tests,
    required,
    nullable: nullable && fallback === null,
    default: fallback,
    sensitive: metas.some(({ sensitive }) => sensitive === true),
    description: metas.find(({ description }) => description)?.description ?? '',
    checks: tests.map(({ says }) => says),
  };
}

/** Whether they say the same, as `z.uint32()` and `.nonnegative()` do: a row is not to be counted twice for it. */
const isSame = (one: Check, other: Check) => one.reason === other.reason && one.passes('') === other.passes('');

function defaultOf(type: z.core.$ZodType, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const checked = z.safeParse(type, value);
  if (checked.success && ['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw new Unsupported(`its default ${JSON.stringify(value)} is not a value that it allows: give one that fits`);
}

function metaOf(type: z.core.$ZodType): z.infer<typeof columnMeta> {
  const { data, error } = columnMeta.safeParse(z.globalRegistry.get(type) ?? {});
  if (data) return data;
  if (error.issues.some(({ path }) => path[0] === 'decimal'))
    throw new Unsupported(
      'a decimal has from 1 to 38 digits, and as many of them behind the point as is said: write decimal(12, 2)',
    );
  throw new Unsupported(`its .meta() is not understood: ${z.prettifyError(error).replaceAll('\n', ' ')}`);
}

type Meta = z.infer<typeof columnMeta>;
type Tested = Pick<Compiled, 'type' | 'tests'>;

function testsOf(schema: z.core.$ZodType, metas: readonly Meta[], name: string): Tested {
  const { data } = base.safeParse(schema._zod.def);
  if (!data) throw new Unsupported(mendOf(schema._zod.def));
  if (data.type === 'boolean') return { type: { kind: 'boolean' }, tests: [] };
  if (data.type === 'enum' || data.type === 'literal') return valuesOf([...(schema._zod.values ?? [])]);
  const { type, checks, error: _error, coerce: _coerce, ...own } = data;
  const all = [...(Object.keys(own).length > 0 ? [own] : []), ...checks];
  return type === 'number' ? numberOf(all) : stringOf(all, metas, name);
}

const numberFormat = z.looseObject({
  check: z.literal('number_format'),
  format: z.enum(['safeint', 'int32', 'uint32', 'float32', 'float64']),
});

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  float32: [-3.4028234663852886e38, 3.4028234663852886e38],
};

function numberOf(checks: readonly unknown[]): Tested {
  const formats = checks.flatMap((check) => numberFormat.safeParse(check).data?.format ?? []);
  const whole = formats.some((format) => format.includes('int'));
  const bounds = formats.flatMap((format) => {
    const [from, to] = ranges[format] ?? [];
    return from === undefined
      ? []
      : [
          { check: 'greater_than', value: from, inclusive: true },
          { check: 'less_than', value: to, inclusive: true },
        ];
  });
  const rest = checks.filter((check) => !numberFormat.safeParse(check).success);
  const tests = [...bounds, ...rest].map((check) => numberCheck(check, whole));
  return { type: { kind: whole ? 'integer' : 'number' }, tests };
}

const isoFormat = z.looseObject({ format: z.enum(['date', 'datetime']) });
const withOffset = z.looseObject({
  offset: z.literal(true),
  local: z.literal(false).optional(),
  precision: z.null().optional(),
});

function stringOf(checks: readonly unknown[], metas: readonly Meta[], name: string): Tested {
  const type = exactType(checks, metas);
  if (!type) return { type: { kind: 'string' }, tests: checks.map(stringCheck) };
  if (checks.length === 1) return { type, tests: [] };
  const rule = ruleFor(name, type);
  throw new Unsupported(`checks on dates, times and decimals compare text: write a rule, in SQL, like ${rule}`);
}

const ruleFor = (name: string, { kind }: ColumnType) =>
  kind === 'decimal'
    ? `rules: { '${name} is not negative': '${name} >= 0' }`
    : `rules: { '${name} is of this century': "${name} >= DATE '2000-01-01'" }`;

/** The types that zod knows as strings of a format. */
function exactType(checks: readonly unknown[], metas: readonly Meta[]): ColumnType | undefined {
  const decimal = metas.find((meta) => meta.decimal)?.decimal;
  const zone = metas.find((meta) => meta.localTime)?.localTime;
  if (decimal) return decimalOf(decimal);
  if (zone !== undefined) return { kind: 'localTime', zone: zoneOf(zone) };
  const iso = checks.map((check) => isoFormat.safeParse(check).data).find((found) => found !== undefined);
  if (iso?.format === 'date') return { kind: 'date' };
  if (!iso) return undefined;
  if (withOffset.safeParse(iso).success) return { kind: 'dateTime' };
  throw new Unsupported(
    'a time needs its zone: write z.iso.datetime({ offset: true }) or localTime(zone), and nothing in it',
  );
}

function decimalOf({ precision, scale }: { precision: number; scale: number }): ColumnType {
  if (scale <= precision) return { kind: 'decimal', precision, scale };
  throw new Unsupported(
    `decimal(${precision}, ${scale}) has more digits behind the point than in all: write decimal(${scale}, ${scale})`,
  );
}

function zoneOf(zone: string): string {
  if (/^[A-Za-z]/.test(zone) && isTimeZone(zone)) return zone;
  throw new Unsupported(`"${zone}" is no IANA time zone: use a name like Europe/Zurich`);
}

function valuesOf(values: readonly unknown[]): Tested {
  const { data } = z
    .union([z.array(z.string()).min(1), z.array(z.number()).min(1), z.array(z.boolean()).min(1)])
    .safeParse(values);
  if (!data)
    throw new Unsupported('its values are not all strings, all numbers or all booleans: for null write .nullable()');
  const [first] = data;
  const kind =
    typeof first === 'number'
      ? data.every(Number.isSafeInteger)
        ? 'integer'
        : 'number'
      : typeof first === 'string'
        ? 'string'
        : 'boolean';
  return { type: { kind }, tests: [oneOf(data)] };
}

const mends: Readonly<Record<string, string>> = {
  pipe: 'values are never changed (.transform, .pipe, z.preprocess, z.stringbool): change them in the report',
  transform: 'values are never changed (.transform, z.preprocess): change them in the report',
  prefault: '.prefault() is not known here: write .default()',
  catch: '.catch() would hide what is wrong: write .default() for what is missing, and let the rest be refused',
  union: 'a column has one type: write the wider one, or an enum',
  bigint: 'larger integers than 2^53 are no numbers in JSON: write z.int() or decimal(19, 0)',
  date: 'z.date() is not known here: write z.iso.date() or z.iso.datetime({ offset: true })',
  object: 'a column is one value: nested ones arrive as JSON, write z.string()',
  array: 'a column is one value: nested ones arrive as JSON, write z.string()',
};

function mendOf(definition: z.core.$ZodTypeDef): string {
  const { type } = definition;
  if ('coerce' in definition) return 'z.coerce is not needed: every text is read by its type; write the type alone';
  return (
    mends[type] ??
    `the type ${type} cannot be said in SQL: write one of string, int, number, boolean, date, enum, decimal`
  );
}
