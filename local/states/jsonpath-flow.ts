import { z } from 'zod';
import { choiceHolds } from './choice-rules.ts';
import type { State } from './definition.ts';
import { isIntrinsic } from './expressions/intrinsic-call.ts';
import { fieldValue, fill, lookUp, placed, valueOfPath } from './expressions/jsonpath.ts';
import type { Scope } from './expressions/scope.ts';
import { runtimeError } from './failure.ts';
import type { CountField, Flow, Left } from './flow.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { outOfRange } from './ranges.ts';
import type { Step } from './watch.ts';

/** What their states make of any integer. */
const takesAny: ReadonlySet<CountField> = new Set(['Seconds', 'MaxItems']);

/** `InputPath`, `Parameters`, `ResultSelector`, `ResultPath`, `OutputPath` and `Assign`. */
export function jsonPathFlow(state: State, raw: Json, scope: Scope): Flow {
  const heard = (step: Step, value: Json): Json => {
    scope.step?.(step, value);
    return value;
  };
  const along = (path: string | null | undefined, data: Json): Json =>
    path === null ? {} : path === undefined ? data : valueOfPath(path, data, scope);
  const input = heard('afterInputPath', along('InputPath' in state ? state.InputPath : undefined, raw));
  const outward = (data: Json) => along('OutputPath' in state ? state.OutputPath : undefined, data);
  const template = 'Parameters' in state && state.Type !== 'Map' ? state.Parameters : undefined;
  const assignedOf = (assign: JsonObject | undefined, data: Json): JsonObject => {
    const filled = assign === undefined ? {} : fill(assign, data, scope);
    return isObject(filled) ? filled : {};
  };
  return {
    language: 'JSONPath',
    argument: async () => heard('afterParameters', template === undefined ? input : fill(template, input, scope)),
    leave: async (result): Promise<Left> => {
      const selector = 'ResultSelector' in state ? state.ResultSelector : undefined;
      heard('result', result);
      const selected = heard('afterResultSelector', selector === undefined ? result : fill(selector, result, scope));
      const whole = 'ResultPath' in state ? placed(state.ResultPath, raw, selected, scope) : selected;
      heard('afterResultPath', whole);
      return { output: outward(whole), assigned: assignedOf('Assign' in state ? state.Assign : undefined, selected) };
    },
    leaveBy: async (rule, error) => {
      const told: Json = error === undefined ? input : { ...error };
      const output = error === undefined ? outward(input) : placed(rule.ResultPath, raw, told, scope);
      return { output, assigned: assignedOf(rule.Assign, told) };
    },
    count: async (part, field) => {
      const path = part[`${field}Path`];
      if (typeof path !== 'string') return z.number().optional().parse(part[field]);
      const value = valueOfPath(path, raw, scope);
      const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
      if (typeof number === 'number' && Number.isInteger(number)) {
        const problem = takesAny.has(field) ? undefined : outOfRange(field, number);
        if (problem === undefined) return number;
        throw runtimeError(problem);
      }
      const told = typeof value === 'string' ? value : JSON.stringify(value);
      throw runtimeError(`The ${field}Path field refers to value "${told}" which is not a valid integer: ${path}`);
    },
    text: async (part, field) => {
      const path = part[`${field}Path`];
      if (typeof path !== 'string') return z.string().optional().parse(part[field]);
      const value = isIntrinsic(path)
        ? fieldValue(path, `${field}Path`, raw, scope)
        : fieldValue(path, `${field}Path`, input, scope);
      return typeof value === 'string' ? value : JSON.stringify(value);
    },
    filled: async (one, _, more) => fill(one, input, { ...scope, context: { ...scope.context, ...more } }),
    items: async () => {
      const path = 'ItemsPath' in state ? state.ItemsPath : undefined;
      return heard('afterItemsPath', path === undefined ? input : valueOfPath(path, input, scope));
    },
    holds: async (rule) => choiceHolds(rule, (path) => lookUp(path, input, scope)),
  };
}
