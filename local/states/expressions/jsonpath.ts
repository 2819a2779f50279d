import { Misstep, runtimeError } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { isReference, type Path, parsePath, valueAt } from '../paths/path.ts';
import { withValueAt } from '../paths/reference.ts';
import { isIntrinsic } from './intrinsic-call.ts';
import { intrinsic } from './intrinsics.ts';
import type { Scope } from './scope.ts';

interface Rooted {
  readonly root: Json | undefined;
  readonly path: Path;
}

/** What a path begins at: the data (`$`), the context object (`$$`) or a variable (`$name`), and the way from there. */
function rooted(text: string, data: Json, { context, variables }: Scope): Rooted {
  const { root, path } = read(text);
  if (root === '$') return { root: data, path };
  return { root: root === '$$' ? context : variables.get(root.slice(1)), path };
}

function read(text: string): { readonly root: string; readonly path: Path } {
  const [, root = '', rest = ''] = /^(\$\$|\$[\p{ID_Start}_]\p{ID_Continue}*|\$)(.*)$/su.exec(text) ?? [];
  if (root === '') throw runtimeError(`Invalid path '${text}': a path begins with $`);
  return { root, path: pathOf(rest, text) };
}

/** What is known of a path by its text alone; undefined where it is none. */
export function pathAt(text: string): { readonly isReference: boolean } | undefined {
  try {
    const { root, path } = read(text);
    return { isReference: root === '$' && isReference(path) };
  } catch {
    return undefined;
  }
}

const parsed = new Map<string, Path>();

function pathOf(rest: string, text: string): Path {
  const known = parsed.get(rest);
  if (known) return known;
  try {
    const path = parsePath(rest);
    parsed.set(rest, path);
    return path;
  } catch {
    throw runtimeError(`Invalid path '${text}'`);
  }
}

/** What a path leads to; undefined where there is nothing. */
export function lookUp(text: string, data: Json, scope: Scope): Json | undefined {
  const { root, path } = rooted(text, data, scope);
  return root === undefined ? undefined : valueAt(root, path);
}

/** What InputPath, OutputPath, ItemsPath and their like lead to. */
export function valueOfPath(text: string, data: Json, scope: Scope): Json {
  const { root, path } = rooted(text, data, scope);
  const found = root === undefined ? undefined : valueAt(root, path);
  if (found !== undefined) return found;
  throw runtimeError(`Invalid path '${text}' : ${missing(path, root)}`);
}

/** The words of the library that AWS reads paths with. */
function missing(path: Path, root: Json | undefined): string {
  const told = (steps: Path) => `$${steps.map(stepText).join('')}`;
  const broken = path.findIndex((_, at) => root === undefined || valueAt(root, path.slice(0, at + 1)) === undefined);
  if (broken >= 0 && broken < path.length - 1) return `Missing property in path ${told(path.slice(0, broken + 1))}`;
  return `No results for path: ${told(path)}`;
}

const stepText = (step: Path[number]): string => {
  if (step.kind === 'names') return `['${step.names.join("','")}']`;
  return step.kind === 'indexes' ? `[${step.indexes.join(',')}]` : '';
};

/** The value of a field that ends in `.$`: a path, or an intrinsic function. */
export function fieldValue(text: string, field: string, data: Json, scope: Scope): Json {
  if (isIntrinsic(text)) return intrinsic(text, (path) => argument(path, text, data, scope));
  const { root, path } = rooted(text, data, scope);
  const found = root === undefined ? undefined : valueAt(root, path);
  if (found !== undefined) return found;
  if (field.endsWith('.$') && root !== undefined && isBesideItems(path, root)) return null;
  const input = JSON.stringify(text.startsWith('$$') ? scope.context : data);
  throw runtimeError(
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${input}'`,
  );
}

/** Whether a path leads to an item that a list does not have, which a template gives as null. */
function isBesideItems(path: Path, root: Json): boolean {
  return isReference(path) && path.at(-1)?.kind === 'indexes' && Array.isArray(valueAt(root, path.slice(0, -1)));
}

/** What a path in a call of an intrinsic function leads to. */
function argument(path: string, call: string, data: Json, scope: Scope): Json {
  const found = lookUp(path, data, scope);
  if (found !== undefined) return found;
  const told = path.replace(/^\$\$/, '$');
  throw runtimeError(
    `The function '${call}' had the following error: The JsonPath argument for the field '${told}' could not be found in the input '${JSON.stringify(data)}'`,
  );
}

/** A payload template with its paths and functions worked out. */
export function fill(template: Json, data: Json, scope: Scope): Json {
  if (Array.isArray(template)) return template.map((one) => fill(one, data, scope));
  if (!isObject(template)) return template;
  const filled: JsonObject = {};
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$')) filled[key.slice(0, -2)] = fieldValue(String(value), key, data, scope);
    else filled[key] = fill(value, data, scope);
  }
  return filled;
}

/** Puts a result where ResultPath says; null drops it. */
export function placed(resultPath: string | null | undefined, input: Json, result: Json, scope: Scope): Json {
  if (resultPath === null) return input;
  if (resultPath === undefined || resultPath === '$') return result;
  const { path } = rooted(resultPath, input, scope);
  const whole = isReference(path) ? withValueAt(input, path, result) : undefined;
  if (whole !== undefined) return whole;
  throw unmatched(resultPath, input);
}

const unmatched = (path: string, input: Json) =>
  new Misstep(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`,
  );
