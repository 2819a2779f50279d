import { z } from 'zod';
import { literal, literals } from '../core/quote.ts';
import { re2Of, Untranslatable } from './regex.ts';

/** One thing that must hold of a value, for people and for SQL. */
export interface Check {
  /** For the dictionary: "at most 100". */
  readonly says: string;
  /** For a rejected row: "is above 100". */
  readonly reason: string;
  /** A predicate over the typed value, which is never NULL. */
  readonly passes: (value: string) => string;
}

/** What keeps a definition from becoming SQL, as the end of a sentence, and the mend. */
export class Unsupported extends Error {}

const common = { abort: z.boolean().optional(), error: z.unknown().optional() };
/** zod sets this condition itself on checks of length; one of the user's own cannot be SQL. */
const { when: lengthOnly } = z.looseObject({ when: z.unknown() }).parse(z.minLength(1)._zod.def);
const ofLength = { ...common, when: z.custom((when) => when === lengthOnly) };
const ofFormat = { ...common, check: z.literal('string_format'), pattern: z.instanceof(RegExp) };
const wellFormed = z.string().regex(/^\P{Surrogate}*$/u);

const stringDefinition = z.union([
  z.strictObject({ ...ofLength, check: z.literal('min_length'), minimum: z.number() }),
  z.strictObject({ ...ofLength, check: z.literal('max_length'), maximum: z.number() }),
  z.strictObject({ ...ofLength, check: z.literal('length_equals'), length: z.number() }),
  z.strictObject({ ...ofFormat, format: z.literal('starts_with'), prefix: wellFormed }),
  z.strictObject({ ...ofFormat, format: z.literal('ends_with'), suffix: wellFormed }),
  z.strictObject({
    ...ofFormat,
    format: z.literal('includes'),
    includes: wellFormed,
    position: z.undefined().optional(),
  }),
  z.strictObject({ ...ofFormat, format: z.enum(['lowercase', 'uppercase', 'regex']) }),
  /** Formats that zod checks by their pattern alone; the rest of the fields only helped to make it. */
  z.looseObject({
    ...ofFormat,
    format: z.enum([
      'uuid',
      'guid',
      'cuid',
      'cuid2',
      'ulid',
      'xid',
      'ksuid',
      'nanoid',
      'email',
      'ipv4',
      'mac',
      'cidrv4',
      'e164',
      'time',
    ]),
  }),
]);

const limit = z.number().or(z.literal([Infinity, -Infinity]));

const numberDefinition = z.union([
  z.strictObject({ ...common, check: z.literal('greater_than'), value: limit, inclusive: z.boolean() }),
  z.strictObject({ ...common, check: z.literal('less_than'), value: limit, inclusive: z.boolean() }),
  z.strictObject({ ...common, check: z.literal('multiple_of'), value: z.number() }),
]);

/** The check of a string that zod's definition describes; throws Unsupported. */
export function stringCheck(definition: unknown): Check {
  const { data } = stringDefinition.safeParse(definition);
  if (!data) throw new Unsupported(mendOf(definition));
  if (data.check !== 'string_format') return lengthCheck(data);
  switch (data.format) {
    case 'starts_with':
      return textCheck('starts', 'start', data.prefix, 'starts_with');
    case 'ends_with':
      return textCheck('ends', 'end', data.suffix, 'ends_with');
    case 'includes':
      return {
        says: `contains ${data.includes}`,
        reason: `does not contain ${data.includes}`,
        passes: (value) => `contains(${value}, ${literal(data.includes)})`,
      };
    case 'lowercase':
      return {
        says: 'no capitals',
        reason: 'has capitals',
        passes: (value) => `NOT regexp_matches(${value}, '[A-Z]')`,
      };
    case 'uppercase':
      return {
        says: 'capitals only',
        reason: 'has small letters',
        passes: (value) => `NOT regexp_matches(${value}, '[a-z]')`,
      };
    case 'regex':
      return patternCheck(data.pattern);
    default:
      return { ...patternCheck(data.pattern), says: data.format, reason: `is no ${data.format}` };
  }
}

function textCheck(verb: string, stem: string, text: string, predicate: string): Check {
  return {
    says: `${verb} with ${text}`,
    reason: `does not ${stem} with ${text}`,
    passes: (value) => `${predicate}(${value}, ${literal(text)})`,
  };
}

type LengthDefinition =
  | { check: 'min_length'; minimum: number }
  | { check: 'max_length'; maximum: number }
  | { check: 'length_equals'; length: number };

/** zod counts code points, and so does DuckDB. */
function lengthCheck(definition: LengthDefinition): Check {
  const passes = (comparison: string, bound: number) => (value: string) =>
    `length(${value}) ${comparison} ${double(bound)}`;
  switch (definition.check) {
    case 'min_length':
      return {
        says: `at least ${definition.minimum} long`,
        reason: `is shorter than ${characters(definition.minimum)}`,
        passes: passes('>=', definition.minimum),
      };
    case 'max_length':
      return {
        says: `at most ${definition.maximum} long`,
        reason: `is longer than ${characters(definition.maximum)}`,
        passes: passes('<=', definition.maximum),
      };
    case 'length_equals':
      return {
        says: `${definition.length} long`,
        reason: `is not ${characters(definition.length)} long`,
        passes: passes('=', definition.length),
      };
  }
}

const characters = (count: number) => (count === 1 ? '1 character' : `${count} characters`);

function patternCheck(pattern: RegExp): Check {
  const shown = pattern.flags === '' ? pattern.source : String(pattern);
  try {
    const re2 = re2Of(pattern);
    return {
      says: `matches ${shown}`,
      reason: `does not match ${shown}`,
      passes: (value) => `regexp_matches(${value}, ${literal(re2)})`,
    };
  } catch (error) {
    if (error instanceof Untranslatable) throw new Unsupported(`the pattern ${shown} ${error.message}`);
    throw error;
  }
}

/** The check of a number that zod's definition describes; throws Unsupported. */
export function numberCheck(definition: unknown, whole: boolean): Check {
  const { data } = numberDefinition.safeParse(definition);
  if (!data) throw new Unsupported(mendOf(definition));
  const bound = data.value;
  if (data.check === 'multiple_of') return multipleCheck(bound, whole);
  const above = data.check === 'greater_than';
  const sign = `${above ? '>' : '<'}${data.inclusive ? '=' : ''}`;
  return {
    says: data.inclusive ? `at ${above ? 'least' : 'most'} ${bound}` : `${above ? 'above' : 'below'} ${bound}`,
    reason: `is ${data.inclusive ? '' : 'not '}${above === data.inclusive ? 'below' : 'above'} ${bound}`,
    passes: (value) => `${value} ${sign} ${whole ? wholeBound(bound) : double(bound)}`,
  };
}

/** zod's own arithmetic, tolerance and all, so that both say the same of very large numbers too. */
function multipleCheck(step: number, whole: boolean): Check {
  if (!whole || !Number.isInteger(step) || step === 0) {
    throw new Unsupported('.multipleOf() is exact for integers only: write a rule over a decimal()');
  }
  return {
    says: `a multiple of ${step}`,
    reason: `is not a multiple of ${step}`,
    passes: (value) => {
      const ratio = `(${value} / ${double(step)})`;
      return `abs(${ratio} - round(${ratio})) < ${double(4 * Number.EPSILON)} * greatest(abs(${ratio}), 1)`;
    },
  };
}

/** An integer is compared with an integer where there is one, which is faster, and exact. */
const wholeBound = (bound: number) => (Number.isSafeInteger(bound) ? `${bound}::BIGINT` : double(bound));

const double = (value: number) => `'${value}'::DOUBLE`;

/** The check that a value is one of these: all strings, all numbers, or all booleans. */
export function oneOf(values: readonly (string | number | boolean)[]): Check {
  const list = values.join(', ');
  const texts = values.filter((value) => typeof value === 'string');
  return {
    says: `one of ${list}`,
    reason: `is not one of ${list}`,
    // Never IN: DuckDB turns a long list into a join, which loses the order of the rows.
    passes: (value) =>
      texts.length > 0
        ? `list_contains(${literals(texts)}, ${value})`
        : `(${values.map((one) => `${value} = ${typeof one === 'number' ? double(one) : one}`).join(' OR ')})`,
  };
}

const mends: Readonly<Record<string, string>> = {
  custom: 'a check of its own (.refine, .superRefine, .check) is JavaScript: write it as one of the rules, in SQL',
  overwrite:
    'values are never changed (.trim, .toLowerCase, .normalize): let them be refused, or change them in the report',
};

function mendOf(definition: unknown): string {
  const { check = '', format = '' } = z
    .looseObject({ check: z.string().optional(), format: z.string().optional() })
    .catch({})
    .parse(definition);
  const unknown = `the check ${format || check} cannot be said in SQL: write a .regex() or a rule`;
  return mends[check] ?? unknown;
}
