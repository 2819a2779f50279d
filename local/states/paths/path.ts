import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Condition, filterOf } from './filter.ts';
import { functions, type PathFunction } from './functions.ts';
import { Reader } from './reader.ts';

/** One part of a path: what it takes of each value that it is given. */
type Step =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  /** Several names at the end of a path: an object of them. */
  | { readonly kind: 'pick'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'all' }
  | { readonly kind: 'below' }
  /** Of a list what passes, or an object that does; behind `..` objects alone, since it leads to each by itself. */
  | { readonly kind: 'filter'; readonly condition: Condition; readonly isBelow: boolean }
  | { readonly kind: 'function'; readonly apply: PathFunction };

/** A JSONPath without its root (`$`, `$$` or `$name`), as AWS reads it, by Jayway's library: https://github.com/awslabs/statelint/issues/17 */
export type Path = readonly Step[];

/** Whether it leads to one place, where a value may be put. */
export const isReference = (path: Path): boolean =>
  path.every(
    (step) =>
      (step.kind === 'names' && step.names.length === 1) || (step.kind === 'indexes' && step.indexes.length === 1),
  );

/** Whether it leads to one value at most; otherwise it gives a list, which may be empty. */
export const isDefinite = (path: Path): boolean =>
  path.every((step) => step.kind === 'function' || step.kind === 'pick' || isReference([step]));

/** Reads what stands behind the root of a path; throws a SyntaxError where it is none. */
export function parsePath(text: string): Path {
  const reader = new Reader(text);
  const path = stepsOf(reader);
  if (!reader.ended) throw reader.unexpected();
  return path;
}

/** The steps of a path from where the reader stands on. */
function stepsOf(reader: Reader): Path {
  const steps: Step[] = [];
  for (;;) {
    if (reader.skip('..')) {
      steps.push({ kind: 'below' });
      const step = reader.at('[') ? bracket(reader) : named(reader);
      steps.push(step.kind === 'filter' ? { ...step, isBelow: true } : step);
    } else if (reader.skip('.')) steps.push(reader.at('[') ? bracket(reader) : named(reader));
    else if (reader.at('[')) steps.push(bracket(reader));
    else return withPick(steps);
  }
}

function withPick(steps: readonly Step[]): Step[] {
  const last = steps.at(-1);
  if (last?.kind !== 'names' || last.names.length === 1) return [...steps];
  return [...steps.slice(0, -1), { ...last, kind: 'pick' }];
}

function named(reader: Reader): Step {
  if (reader.skip('*')) return { kind: 'all' };
  const name = reader.match(/[^\s.[\](),'"=<>!&|~?@$*]+/y);
  if (name === undefined) throw reader.unexpected();
  const apply = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (apply && reader.skip('()')) return { kind: 'function', apply };
  return { kind: 'names', names: [name] };
}

function bracket(reader: Reader): Step {
  reader.expect('[');
  reader.blanks();
  const step = inBrackets(reader);
  reader.blanks();
  reader.expect(']');
  return step;
}

function inBrackets(reader: Reader): Step {
  if (reader.skip('*')) return { kind: 'all' };
  if (reader.skip('?')) return { kind: 'filter', condition: filterOf(reader, relative), isBelow: false };
  if (reader.at("'") || reader.at('"')) return { kind: 'names', names: listOf(reader, () => reader.quoted()) };
  const slice = reader.match(/(-?\d+)?\s*:\s*(-?\d+)?/y);
  if (slice !== undefined) {
    const [from, to] = slice.split(':').map((end) => (end.trim() === '' ? undefined : Number(end)));
    return { kind: 'slice', from, to };
  }
  return { kind: 'indexes', indexes: listOf(reader, () => reader.integer()) };
}

/** A path inside of a filter, from where it is told to begin. */
function relative(reader: Reader): (from: Json) => Json | undefined {
  const path = stepsOf(reader);
  return (from) => valueAt(from, path);
}

function listOf<T>(reader: Reader, one: () => T): T[] {
  const found = [one()];
  for (reader.blanks(); reader.skip(','); reader.blanks()) {
    reader.blanks();
    found.push(one());
  }
  return found;
}

/** All values that the path leads to from there. */
const valuesAt = (root: Json, path: Path): Json[] =>
  path.reduce<Json[]>((values, step) => values.flatMap((value) => next(value, step, root)), [root]);

function next(value: Json, step: Step, root: Json): Json[] {
  switch (step.kind) {
    case 'names':
      return isObject(value)
        ? step.names.flatMap((name) => (Object.hasOwn(value, name) ? [value[name] ?? null] : []))
        : [];
    case 'pick':
      return isObject(value) ? [picked(value, step.names)] : [];
    case 'indexes':
      return Array.isArray(value) ? step.indexes.flatMap((at) => found(value.at(at))) : [];
    case 'slice':
      return Array.isArray(value) ? sliced(value, step.from, step.to) : [];
    case 'all':
      return childrenOf(value);
    case 'below':
      return [value, ...childrenOf(value).flatMap((child) => next(child, step, root))];
    case 'filter':
      if (isObject(value)) return step.condition(value, root) ? [value] : [];
      return step.isBelow ? [] : childrenOf(value).filter((one) => step.condition(one, root));
    case 'function':
      return found(step.apply(value));
  }
}

const picked = (value: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => found(value[name]).map((one) => [name, one])));

/** With both ends said, they are indexes as they stand: from 0 to -1 there is nothing. */
const sliced = (list: readonly Json[], from: number | undefined, to: number | undefined): Json[] => {
  if (from === undefined || to === undefined) return list.slice(from, to);
  const length = Math.max(0, Math.min(to, list.length) - from);
  return Array.from({ length }, (_, at) => list.at(from + at)).flatMap(found);
};

const found = (value: Json | undefined): Json[] => (value === undefined ? [] : [value]);

const childrenOf = (value: Json): Json[] =>
  Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];

/**
 * What the path gives: of a definite one its value, undefined where there is none; of another the list of what it finds.
 */
export function valueAt(root: Json, path: Path): Json | undefined {
  const values = valuesAt(root, path);
  return isDefinite(path) ? values[0] : values;
}
