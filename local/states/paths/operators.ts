import { equal, isObject, type Json } from '../json.ts';

/** What stands left and right of an operator; undefined where there is nothing. */
type Comparison = (left: Json | undefined, right: Json | undefined) => boolean;

const ordered =
  (holds: (sign: number) => boolean): Comparison =>
  (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return holds(left - right);
    if (typeof left === 'string' && typeof right === 'string') return holds(left < right ? -1 : left > right ? 1 : 0);
    return false;
  };

/** Compares what is a list on both sides. */
const lists =
  (holds: (left: Json[], right: Json[]) => boolean): Comparison =>
  (left, right) =>
    Array.isArray(left) && Array.isArray(right) && holds(left, right);

const isIn = (value: Json | undefined, all: Json | undefined) =>
  Array.isArray(all) && all.some((one) => equal(value, one));

const lengthOf = (value: Json | undefined) =>
  typeof value === 'string' || Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : -1;

/** https://github.com/json-path/JsonPath#filter-operators */
export const operators: Readonly<Record<string, Comparison>> = {
  '==': (left, right) => left !== undefined && equal(left, right),
  '!=': (left, right) => !equal(left, right),
  '<': ordered((sign) => sign < 0),
  '<=': ordered((sign) => sign <= 0),
  '>': ordered((sign) => sign > 0),
  '>=': ordered((sign) => sign >= 0),
  in: isIn,
  nin: (left, right) => !isIn(left, right),
  subsetof: lists((left, right) => left.every((one) => isIn(one, right))),
  anyof: lists((left, right) => left.some((one) => isIn(one, right))),
  noneof: lists((left, right) => !left.some((one) => isIn(one, right))),
  size: (left, right) => lengthOf(left) === right,
  empty: (left, right) => lengthOf(left) >= 0 && (lengthOf(left) === 0) === right,
};
