import { z } from 'zod';
import { runtimeError } from './failure.ts';
import type { Json } from './json.ts';

type LookUp = (path: string) => Json | undefined;

const rule = z.looseObject({
  Variable: z.string().optional(),
  get And() {
    return z.array(rule).optional();
  },
  get Or() {
    return z.array(rule).optional();
  },
  get Not() {
    return rule.optional();
  },
});
type Rule = z.infer<typeof rule>;

/** Whether a rule of a Choice holds: https://states-language.net/#choice-state */
export const choiceHolds = (said: unknown, lookUp: LookUp): boolean => holds(rule.parse(said), lookUp);

function holds({ And, Or, Not, Variable = '', ...rest }: Rule, lookUp: LookUp): boolean {
  if (And) return And.every((one) => holds(one, lookUp));
  if (Or) return Or.some((one) => holds(one, lookUp));
  if (Not) return !holds(Not, lookUp);
  const [operator = '', expected] = Object.entries(rest).find(([name]) => comparisonOf(name)) ?? [];
  const value = lookUp(Variable);
  if (operator === 'IsPresent') return (value !== undefined) === expected;
  if (value === undefined) throw invalid(Variable);
  const type = tests[operator];
  if (type) return type(value) === expected;
  if (!operator.endsWith('Path')) return comparisonOf(operator)?.(value, expected) ?? false;
  const other = lookUp(String(expected));
  if (other === undefined) throw invalid(String(expected));
  return comparisonOf(operator)?.(value, other) ?? false;
}

const invalid = (path: string) =>
  runtimeError(`Invalid path '${path}': The choice state's condition path references an invalid value.`);

const tests: Record<string, (value: Json) => boolean> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => momentOf(value) !== undefined,
};

type Compare = (value: unknown, expected: unknown) => boolean;

/** The comparison that an operator makes, with or without `Path` behind it. */
export function comparisonOf(operator: string): Compare | undefined {
  if (operator === 'IsPresent' || operator in tests) return () => false;
  const [, type = '', how = ''] =
    /^(String|Numeric|Boolean|Timestamp)(Equals|LessThan|GreaterThan|LessThanEquals|GreaterThanEquals|Matches)(?:Path)?$/.exec(
      operator,
    ) ?? [];
  if (how === 'Matches') return type === 'String' && operator === 'StringMatches' ? matches : undefined;
  const read = readers[type];
  const compare = orders[how];
  if (!read || !compare || (type === 'Boolean' && how !== 'Equals')) return undefined;
  return (value, expected) => {
    const [left, right] = [read(value), read(expected)];
    return left !== undefined && right !== undefined && compare(left < right ? -1 : left > right ? 1 : 0);
  };
}

const readers: Record<string, (value: unknown) => string | number | boolean | undefined> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Timestamp: (value) => momentOf(value),
};

const orders: Record<string, (sign: number) => boolean> = {
  Equals: (sign) => sign === 0,
  LessThan: (sign) => sign < 0,
  LessThanEquals: (sign) => sign <= 0,
  GreaterThan: (sign) => sign > 0,
  GreaterThanEquals: (sign) => sign >= 0,
};

/** Milliseconds since 1970 of an ISO 8601 moment with a zone, as the language asks for it; undefined for anything else. */
export function momentOf(value: unknown): number | undefined {
  const [, date = '', finer = ''] = (typeof value === 'string' && moment.exec(value)) || [];
  if (!isDate(date)) return undefined;
  const milliseconds = Date.parse(String(value));
  return Number.isNaN(milliseconds) ? undefined : milliseconds + Number(`0.${finer}0`);
}

/** Whether there is such a day: JavaScript takes the 30th of February for the 2nd of March. */
function isDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

/** The date, and the digits behind the milliseconds, which JavaScript drops. */
const moment = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3}(\d*))?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** `*` stands for anything, `\*` for itself. */
function matches(value: unknown, pattern: unknown): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false;
  const parts = pattern.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
  const source = parts.map((part) => (part === '*' ? '.*' : literally(part.replace(/^\\(?=[*\\])/, ''))));
  return new RegExp(`^${source.join('')}$`, 's').test(value);
}
const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
