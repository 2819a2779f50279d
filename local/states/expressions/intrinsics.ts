import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { equal, type Json, json } from '../json.ts';
import { type Call, parseCall, unescaped } from './intrinsic-call.ts';
import { seeded } from './random.ts';

/** Gives what a path leads to; throws where it leads nowhere. */
export type Resolve = (path: string) => Json;

/** The value of `States.Format('{}', $.a)`: https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export function intrinsic(text: string, resolve: Resolve): Json {
  try {
    return resultOf(parseCall(text), resolve);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw failed(text);
    throw error;
  }
}

export const isFunction = (name: string): boolean => Object.hasOwn(functions, name);

const failed = (text: string, why = '') =>
  new Failure('States.IntrinsicFailure', `The intrinsic function '${text}' failed${why && `: ${why}`}`);

function resultOf({ name, args }: Call, resolve: Resolve): Json {
  const apply = functions[name];
  if (!apply) throw new SyntaxError(`There is no function ${name}`);
  const values = args.map((one) => {
    if (one.kind === 'call') return resultOf(one.call, resolve);
    return one.kind === 'path' ? resolve(one.path) : one.value;
  });
  const [first] = args;
  return apply(name === 'States.Format' && first?.kind === 'literal' ? [first.said, ...values.slice(1)] : values);
}

const integer = z.number().transform(Math.round);
const list = z.array(json);

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html: so much is encoded, decoded or hashed. */
const data = z.string().max(10_000);

const functions: Record<string, (args: Json[]) => Json> = {
  'States.Format': ([template, ...values]) => format(z.string().parse(template), values),
  'States.StringToJson': (args) => {
    const [from] = z.tuple([z.string()]).parse(args);
    try {
      return json.parse(JSON.parse(from));
    } catch {
      throw new Failure('States.IntrinsicFailure', `Invalid JSON: ${from}`);
    }
  },
  'States.JsonToString': (args) => JSON.stringify(z.tuple([json]).parse(args)[0]),
  'States.Array': (args) => args,
  'States.ArrayPartition': (args) => {
    const [from, size] = z.tuple([list, z.number()]).parse(args);
    return partitioned(from, Math.round(size));
  },
  'States.ArrayContains': (args) => {
    const [from, wanted] = z.tuple([list, json]).parse(args);
    return from.some((one) => equal(one, wanted));
  },
  'States.ArrayRange': (args) => {
    const [first, last, step] = z.tuple([integer, integer, integer]).parse(args);
    return rangeOf(first, last, step, mostItems, `A range has ${mostItems} items at most.`);
  },
  'States.ArrayGetItem': (args) => {
    const [from, at] = z.tuple([list, integer]).parse(args);
    const found = at < 0 ? undefined : from[at];
    if (found === undefined) throw new Failure('States.IntrinsicFailure', `There is no item ${at} in the array.`);
    return found;
  },
  'States.ArrayLength': (args) => z.tuple([list]).parse(args)[0].length,
  'States.ArrayUnique': (args) => {
    const [from] = z.tuple([list]).parse(args);
    return from.filter((one, at) => from.findIndex((other) => equal(one, other)) === at);
  },
  'States.Base64Encode': (args) => Buffer.from(z.tuple([data]).parse(args)[0]).toString('base64'),
  'States.Base64Decode': (args) => Buffer.from(z.tuple([data]).parse(args)[0], 'base64').toString(),
  'States.Hash': (args) => {
    const [of, algorithm] = z.tuple([json, z.string()]).parse(args);
    return hashOf(data.parse(typeof of === 'string' ? of : JSON.stringify(of)), algorithm);
  },
  'States.JsonMerge': (args) => {
    const [first, second] = z
      .tuple([z.record(z.string(), json), z.record(z.string(), json), z.literal(false)])
      .parse(args);
    return { ...first, ...second };
  },
  'States.MathRandom': (args) => {
    const [first, end, seed] = z.tuple([integer, integer]).rest(integer).parse(args);
    return first + Math.floor((seed === undefined ? Math.random() : seeded(seed)()) * (end - first));
  },
  'States.MathAdd': (args) => {
    const summand = integer.pipe(z.int32());
    const [first, second] = z.tuple([summand, summand]).parse(args);
    return first + second;
  },
  'States.StringSplit': (args) => {
    const [from, separators] = z.tuple([z.string(), z.string()]).parse(args);
    return splitAt(from, separators);
  },
  'States.UUID': (args) => {
    z.tuple([]).parse(args);
    return randomUUID();
  },
};

/** Each character is a separator, and empty parts are left out. */
function splitAt(from: string, separators: string): string[] {
  const set = new Set(separators);
  const parts = [''];
  for (const character of from) {
    if (set.has(character)) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts.filter(Boolean);
}

/** Each `{}` is the next value; texts stand as they are, everything else as JSON. */
function format(template: string, values: readonly Json[]): string {
  const parts = template.split(/((?:\\.)|\{\})/s);
  const left = [...values];
  const told = parts.map((part) => {
    if (part === '{}') {
      const value = left.shift();
      if (value === undefined)
        throw new Failure('States.IntrinsicFailure', `There are fewer values than {} in '${template}'.`);
      return typeof value === 'string' ? value : JSON.stringify(value);
    }
    return unescaped(part);
  });
  if (left.length > 0) throw new Failure('States.IntrinsicFailure', `There are more values than {} in '${template}'.`);
  return told.join('');
}

/** The list in lists of that many. */
export function partitioned(from: readonly Json[], size: number): Json[][] {
  if (!(size > 0))
    throw new Failure('States.IntrinsicFailure', `An array cannot be partitioned into chunks of ${size}.`);
  return Array.from({ length: Math.ceil(from.length / size) }, (_, at) => from.slice(at * size, (at + 1) * size));
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-arrays */
const mostItems = 1000;

/** The numbers from the first to the last at most, a step apart; `tooMany` tells that they are more than the most. */
export function rangeOf(first: number, last: number, step: number, most: number, tooMany: string): number[] {
  if (step === 0) throw new Failure('States.IntrinsicFailure', 'A range has no step of 0.');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > most) throw new Failure('States.IntrinsicFailure', tooMany);
  return Array.from({ length: count }, (_, at) => first + at * step);
}

const algorithms: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** In hex digits. */
export function hashOf(data: string, algorithm: string): string {
  const name = algorithms[algorithm];
  if (!name) throw new Failure('States.IntrinsicFailure', `There is no hash algorithm ${algorithm}.`);
  return createHash(name).update(data).digest('hex');
}
