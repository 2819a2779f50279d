import { equal, type Json } from '../json.ts';
import type { Reader } from './reader.ts';

/** Whether a value passes; `root` is what the path began at. */
export type Condition = (value: Json, root: Json) => boolean;

/** What stands to the left or right of an operator; undefined where there is nothing. */
type Operand = (value: Json, root: Json) => Json | undefined;

/** Reads what stands behind `@` or `$`. */
type ReadPath = (reader: Reader) => (from: Json) => Json | undefined;

/** Reads `(@.price < 10 && @.name == 'x')`, the condition of a filter, from where the reader stands on. */
export function filterOf(reader: Reader, path: ReadPath): Condition {
  reader.blanks();
  reader.expect('(');
  const condition = either(reader, path);
  reader.expect(')');
  return condition;
}

function either(reader: Reader, path: ReadPath): Condition {
  const some = separated(reader, '||', () => both(reader, path));
  return (value, root) => some.some((one) => one(value, root));
}

function both(reader: Reader, path: ReadPath): Condition {
  const all = separated(reader, '&&', () => single(reader, path));
  return (value, root) => all.every((one) => one(value, root));
}

function separated(reader: Reader, operator: string, one: () => Condition): Condition[] {
  const found = [one()];
  for (reader.blanks(); reader.skip(operator); reader.blanks()) found.push(one());
  return found;
}

function single(reader: Reader, path: ReadPath): Condition {
  reader.blanks();
  if (reader.skip('!')) {
    const not = single(reader, path);
    return (value, root) => !not(value, root);
  }
  if (reader.at('(')) return filterOf(reader, path);
  const left = operand(reader, path);
  reader.blanks();
  const operator = reader.match(/==|!=|<=|>=|<|>/y);
  if (operator === undefined) return (value, root) => left(value, root) !== undefined;
  reader.blanks();
  const right = operand(reader, path);
  const holds = operators[operator];
  return (value, root) => holds?.(left(value, root), right(value, root)) ?? false;
}

function operand(reader: Reader, path: ReadPath): Operand {
  if (reader.skip('@')) return path(reader);
  if (reader.skip('$')) {
    const found = path(reader);
    return (_, root) => found(root);
  }
  if (reader.at("'") || reader.at('"')) {
    const text = reader.quoted();
    return () => text;
  }
  const literal = reader.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null/y);
  if (literal === undefined) throw reader.unexpected();
  const value: Json = JSON.parse(literal);
  return () => value;
}

type Comparison = (left: Json | undefined, right: Json | undefined) => boolean;

const ordered =
  (holds: (sign: number) => boolean): Comparison =>
  (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return holds(left - right);
    if (typeof left === 'string' && typeof right === 'string') return holds(left < right ? -1 : left > right ? 1 : 0);
    return false;
  };

const operators: Record<string, Comparison> = {
  '==': (left, right) => left !== undefined && equal(left, right),
  '!=': (left, right) => !equal(left, right),
  '<': ordered((sign) => sign < 0),
  '<=': ordered((sign) => sign <= 0),
  '>': ordered((sign) => sign > 0),
  '>=': ordered((sign) => sign >= 0),
};
