import { type Json, json } from '../json.ts';
import { operators } from './operators.ts';
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
  const operator = reader.match(/==|!=|<=|>=|=~|<|>|(in|nin|subsetof|anyof|noneof|size|empty)\b/y);
  if (operator === undefined) return (value, root) => left(value, root) !== undefined;
  reader.blanks();
  if (operator === '=~') {
    const pattern = patternOf(reader);
    return (value, root) => listed(left(value, root)).some((one) => pattern.test(textOf(one)));
  }
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
  const value = literal(reader);
  return () => value;
}

/** A text, a number, a list of such … as it stands; AWS takes a word without quotes for a text. */
function literal(reader: Reader): Json {
  if (reader.at("'") || reader.at('"')) return reader.quoted();
  if (reader.skip('[')) return list(reader);
  const word = reader.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?|(true|false|null)\b/y);
  if (word !== undefined) return json.parse(JSON.parse(word));
  const unquoted = reader.match(/\w+/y);
  if (unquoted === undefined) throw reader.unexpected();
  return unquoted;
}

function list(reader: Reader): Json[] {
  const found: Json[] = [];
  for (reader.blanks(); !reader.skip(']'); reader.blanks()) {
    if (found.length > 0) reader.expect(',');
    reader.blanks();
    found.push(literal(reader));
  }
  return found;
}

/** `/.*rees/i`, which a text has to match as a whole. */
function patternOf(reader: Reader): RegExp {
  const [, source, flags] = /^\/(.*)\/([ims]*)$/s.exec(reader.match(/\/(?:[^/\\]|\\.)*\/[ims]*/sy) ?? '') ?? [];
  if (source === undefined) throw reader.unexpected();
  return new RegExp(`^(?:${source})$`, flags);
}

const listed = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

const textOf = (value: Json) => (typeof value === 'object' ? '' : String(value));
