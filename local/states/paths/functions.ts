import { isObject, type Json } from '../json.ts';

/** What stands at the end of a path, with `()` behind it; gives nothing of what it is not for. */
export type PathFunction = (value: Json) => Json | undefined;

const numbers =
  (sum: (of: readonly number[]) => number): PathFunction =>
  (value) => {
    const of = Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];
    return of.length === 0 ? undefined : sum(of);
  };

const total = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0);
const mean = (of: readonly number[]) => total(of) / of.length;

/** Those without arguments of https://github.com/json-path/JsonPath#functions, the library that AWS reads paths with. */
export const functions: Readonly<Record<string, PathFunction>> = {
  length: (value) => (Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : undefined),
  keys: (value) => (isObject(value) ? Object.keys(value) : undefined),
  first: (value) => (Array.isArray(value) ? value.at(0) : undefined),
  last: (value) => (Array.isArray(value) ? value.at(-1) : undefined),
  min: numbers((of) => Math.min(...of)),
  max: numbers((of) => Math.max(...of)),
  sum: numbers(total),
  avg: numbers(mean),
  stddev: numbers((of) => Math.sqrt(mean(of.map((one) => (one - mean(of)) ** 2)))),
};
