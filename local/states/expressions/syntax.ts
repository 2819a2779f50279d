import jsonata from 'jsonata';
import { z } from 'zod';
import { isIntrinsic, parseCall, partsOf } from './intrinsic-call.ts';
import { isFunction } from './intrinsics.ts';
import { expressionIn } from './jsonata.ts';
import { pathAt } from './jsonpath.ts';

/** Whether a text is a path: through the data, the context object or a variable. */
export const isPath = (text: string): boolean => pathAt(text) !== undefined;

/** Whether a text leads to one place in the data: `$.a.b[0]`. */
export const isReferencePath = (text: string): boolean => pathAt(text)?.isReference ?? false;

/** Whether a text is a path, or a call of intrinsic functions that there are. */
export function isPathOrCall(text: string): boolean {
  if (!isIntrinsic(text)) return isPath(text);
  try {
    return [...partsOf(parseCall(text))].every((part) => ('path' in part ? isPath(part.path) : isFunction(part.name)));
  } catch {
    return false;
  }
}

/** What is wrong with a text of JSONata, where `$states` lacks some names; undefined where it is none, or sound. */
export function jsonataProblem(text: string, absent: readonly string[]): string | undefined {
  const expression = expressionIn(text);
  if (expression === undefined) {
    return /^\{%|%\}$/.test(text)
      ? 'is an expression on one side alone: it begins with {% and ends with %}'
      : undefined;
  }
  try {
    const tree = jsonata(expression).ast();
    if (has(tree, isWhole)) return 'reads $$, which Step Functions does not have: $states.input is the input';
    const lost = stray(tree);
    if (lost !== undefined) return `reads ${lost} of nothing: $states.input is the input`;
    const name = absent.find((one) => has(tree, isOfStates(one)));
    return name && `reads $states.${name}, which is not there`;
  } catch (error) {
    return `is no JSONata: ${thrown.parse(error).message}`;
  }
}

const thrown = z.looseObject({ message: z.string() });
const node = z.record(z.string(), z.unknown());
const path = z.looseObject({ type: z.literal('path'), steps: z.array(z.looseObject({ type: z.string() })) });

const variable = z.looseObject({ type: z.literal('variable'), value: z.string() });

type Test = (part: object) => boolean;

const isWhole: Test = (part) => variable.safeParse(part).data?.value === '$';

const isOfStates =
  (name: string): Test =>
  (part) => {
    const [root, first] = path.safeParse(part).data?.steps ?? [];
    return root?.type === 'variable' && root.value === 'states' && first?.value === name;
  };

/** Whether a part of an expression, or one inside of it, is such. */
function has(part: unknown, is: Test): boolean {
  if (Array.isArray(part)) return part.some((one) => has(one, is));
  const read = node.safeParse(part);
  return read.success && (is(read.data) || Object.values(read.data).some((one) => has(one, is)));
}

/** The first name in an expression that is looked up in what the whole of it is given, which on AWS is nothing. */
function stray(part: unknown): string | undefined {
  if (Array.isArray(part)) return firstStray(part);
  const read = node.safeParse(part).data;
  if (read === undefined || read.type === 'transform') return undefined;
  if (read.type === 'name') return String(read.value);
  if (Array.isArray(read.steps)) return stray(read.steps[0]);
  return firstStray(Object.entries(read).flatMap(([key, one]) => (ofItsOwn.has(key) ? [] : [one])));
}

function firstStray(parts: readonly unknown[]): string | undefined {
  for (const one of parts) {
    const found = stray(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where names are looked up in what stands before them. */
const ofItsOwn = new Set(['predicate', 'stages', 'group']);
