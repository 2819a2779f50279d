import { randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { z } from 'zod';
import { Failure, queryError } from '../failure.ts';
import { isObject, type Json, type JsonObject, json } from '../json.ts';
import { hashOf, partitioned, rangeOf } from './intrinsics.ts';
import { seeded } from './random.ts';

/** What an expression sees: `$states`, and the variables. */
export interface Seen {
  readonly states: JsonObject;
  readonly variables: JsonObject;
}

/** What stands between `{%` and `%}`, where a text begins and ends with them. */
export const expressionIn = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? /^\{%(.*)%\}$/s.exec(value)?.[1]?.trim() : undefined;

/** The value with every expression in it worked out; `field` is where it stands, in words such as `Arguments/id`. */
export async function evaluated(value: Json, field: string, seen: Seen): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((one, at) => evaluated(one, `${field}[${at}]`, seen)));
  if (isObject(value)) {
    const entries = Object.entries(value).map(async ([key, one]) => [
      key,
      await evaluated(one, `${field}/${key}`, seen),
    ]);
    return json.parse(Object.fromEntries(await Promise.all(entries)));
  }
  const expression = expressionIn(value);
  return expression === undefined ? value : resultOf(expression, field, seen);
}

async function resultOf(expression: string, field: string, { states, variables }: Seen): Promise<Json> {
  const result = await run(expression, field, { ...variables, states });
  if (result === undefined) throw queryError(expression, field, 'returned nothing (undefined).');
  const text = JSON.stringify(result, (_, one: unknown) => {
    if (isFunction(one)) throw queryError(expression, field, 'returned an unsupported result type.');
    return typeof one === 'number' && !Number.isFinite(one) ? String(one) : one;
  });
  return json.parse(JSON.parse(text));
}

async function run(expression: string, field: string, bindings: JsonObject): Promise<unknown> {
  try {
    const compiled = jsonata(expression);
    for (const [name, { apply, takes }] of Object.entries(functions)) compiled.registerFunction(name, apply, takes);
    compiled.assign('eval', undefined); // AWS has none
    timed(compiled);
    return await compiled.evaluate(undefined, structuredClone(bindings));
  } catch (error) {
    const { code, message } = error instanceof Failure ? { code: '', message: error.cause } : thrown.parse(error);
    throw queryError(expression, field, `threw an error during evaluation${code ? `. ${code}` : ''}: ${message}`);
  }
}

const outOfMemory = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';

/** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-expression-errors */
const mostMilliseconds = 1000;

/** Ends an expression that takes too long, by what the library calls before each part of it. */
function timed(compiled: jsonata.Expression): void {
  const until = performance.now() + mostMilliseconds;
  const check = () => {
    if (performance.now() > until) throw new Error('Expression evaluation timeout');
  };
  Reflect.apply(compiled.assign, compiled, [Symbol.for('jsonata.__evaluate_entry'), check]);
}

const thrown = z.object({ code: z.string().catch(''), message: z.string().catch('') });

const isFunction = (result: unknown) =>
  typeof result === 'function' ||
  (typeof result === 'object' &&
    result !== null &&
    ('_jsonata_lambda' in result || '_jsonata_function' in result || result instanceof RegExp));

interface Added {
  /** https://docs.jsonata.org/embedding-extending#function-signature-syntax */
  readonly takes: string;
  readonly apply: (...args: unknown[]) => unknown;
}

const integer = z.number().transform(Math.trunc);

/** The most that AWS makes before it is out of memory. */
const mostItems = 360_145;

/** What AWS has beside the library's own: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#transforming-data-jsonata-functions */
const functions: Readonly<Record<string, Added>> = {
  partition: {
    takes: '<an:a>',
    apply: (...args) => {
      const [from, size] = z.tuple([z.array(json).default([]), integer]).parse(args);
      return from.length === 0 || size === 0 ? undefined : partitioned(from, size);
    },
  },
  range: {
    takes: '<nnn?:a>',
    apply: (...args) => {
      const [first, last, step] = z.tuple([integer, integer, integer.optional()]).parse(args);
      if (step === undefined || (last - first) * step < 0) return undefined;
      const range = rangeOf(first, last, step, mostItems, outOfMemory);
      return range.length === 1 ? range[0] : range;
    },
  },
  hash: {
    takes: '<(bnsloa)s?:s>',
    apply: (...args) => {
      const [data, algorithm] = z.tuple([json.optional(), z.string().optional()]).parse(args);
      if (data === undefined || algorithm === undefined) return undefined;
      return hashOf(typeof data === 'string' ? data : JSON.stringify(data), algorithm);
    },
  },
  random: { takes: '<n?:n>', apply: (seed) => (seed === undefined ? Math.random() : seeded(integer.parse(seed))()) },
  uuid: { takes: '<:s>', apply: () => randomUUID() },
  parse: { takes: '<s:x>', apply: (text) => (text === undefined ? undefined : JSON.parse(z.string().parse(text))) },
};
