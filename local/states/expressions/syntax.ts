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

/** What is wrong with a text of JSONata; undefined where it is none, or sound. */
export function jsonataProblem(text: string): string | undefined {
  const expression = expressionIn(text);
  if (expression === undefined) {
    return /^\{%|%\}$/.test(text)
      ? 'is an expression on one side alone: it begins with {% and ends with %}'
      : undefined;
  }
  try {
    const tree = jsonata(expression).ast();
    return calls(tree, 'eval') ? 'calls $eval, which Step Functions does not have: $parse reads JSON' : undefined;
  } catch (error) {
    return `is no JSONata: ${thrown.parse(error).message}`;
  }
}

const thrown = z.looseObject({ message: z.string() });
const node = z.record(z.string(), z.unknown());
const call = z.looseObject({ type: z.literal('function'), procedure: z.looseObject({ value: z.unknown() }) });

/** Whether a part of an expression, or what is inside of it, calls the function. */
function calls(part: unknown, name: string): boolean {
  if (Array.isArray(part)) return part.some((one) => calls(one, name));
  const read = node.safeParse(part);
  if (!read.success) return false;
  if (call.safeParse(part).data?.procedure.value === name) return true;
  return Object.values(read.data).some((one) => calls(one, name));
}
