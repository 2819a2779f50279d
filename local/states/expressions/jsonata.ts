import { randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { z } from 'zod';
import { queryError } from '../failure.ts';
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
  if (isFunction(result)) throw queryError(expression, field, 'returned an unsupported result type.');
  return json.parse(JSON.parse(JSON.stringify(result)));
}

async function run(expression: string, field: string, bindings: JsonObject): Promise<unknown> {
  try {
    const compiled = jsonata(expression);
    for (const [name, apply] of Object.entries(functions)) compiled.registerFunction(name, apply);
    compiled.assign('eval', undefined); // AWS has none
    return await compiled.evaluate(undefined, structuredClone(bindings));
  } catch (error) {
    const { code, message } = thrown.parse(error);
    throw queryError(expression, field, `threw an error during evaluation. ${code && `${code}: `}${message}`);
  }
}

const thrown = z.object({ code: z.string().catch(''), message: z.string().catch('') });

const isFunction = (result: unknown) =>
  typeof result === 'function' ||
  (typeof result === 'object' &&
    result !== null &&
    ('_jsonata_lambda' in result || '_jsonata_function' in result || result instanceof RegExp));

/** What AWS has beside the library's own: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#transforming-data-jsonata-functions */
const functions: Record<string, (...args: unknown[]) => unknown> = {
  partition: (...args) => {
    const [from, size] = z.tuple([z.array(json).optional(), z.number()]).parse(args);
    return from && partitioned(from, Math.floor(size));
  },
  range: (...args) => rangeOf(...z.tuple([z.number(), z.number(), z.number()]).parse(args)),
  hash: (...args) => {
    const [data, algorithm] = z.tuple([json, z.string().default('SHA-256')]).parse(args);
    return hashOf(typeof data === 'string' ? data : JSON.stringify(data), algorithm);
  },
  random: (seed) => (seed === undefined ? Math.random() : seeded(z.number().parse(seed))()),
  uuid: () => randomUUID(),
  parse: (text) => (text === undefined ? undefined : JSON.parse(z.string().parse(text))),
};
