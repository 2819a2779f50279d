import type { State } from '../definition.ts';
import { expressionIn } from '../expressions/jsonata.ts';
import { jsonataProblem } from '../expressions/syntax.ts';
import { isObject, type Json } from '../json.ts';
import { counts } from './jsonpath.ts';
import { partsOf } from './parts.ts';

/** What is wrong with the expressions of a state that speaks JSONata. */
export function* jsonataProblems(state: State): Generator<string> {
  for (const { place, part } of partsOf(state)) {
    for (const [field, value] of Object.entries(part)) {
      const at = place + field;
      if (ofJsonPath.has(field) || field.endsWith('Path')) yield `uses ${at}, which JSONata does not have`;
      if (expressed.has(field)) yield* expressionProblems(value, at);
      if (counts.has(field) && typeof value === 'string' && expressionIn(value) === undefined) {
        yield `says ${at} as a text, where a number or an expression stands`;
      }
    }
  }
}

const ofJsonPath = new Set(['Parameters', 'ResultSelector', 'Result', 'Variable']);
const expressed = new Set([
  ...counts,
  ...['Arguments', 'Output', 'Assign', 'Items', 'ItemSelector', 'BatchInput', 'Credentials', 'Condition', 'Timestamp'],
  ...['Error', 'Cause'],
]);

function* expressionProblems(value: Json | undefined, at: string): Generator<string> {
  if (Array.isArray(value)) for (const [nth, one] of value.entries()) yield* expressionProblems(one, `${at}[${nth}]`);
  if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) {
      yield* expressionProblems(one, `${at}/${key}`);
    }
  }
  const problem = typeof value === 'string' ? jsonataProblem(value) : undefined;
  if (problem !== undefined) yield `says ${at}: ${value}, which ${problem}`;
}
