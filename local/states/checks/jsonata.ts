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
      if (expressed.has(field)) yield* expressionProblems(value, at, absentFrom(state, place, field));
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

/**
 * What `$states` does not have in a field:
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#transforming-reserved-states-variable
 */
function absentFrom({ Type }: State, place: string, field: string): string[] {
  const isLeft = field === 'Output' || field === 'Assign';
  const hasResult = isLeft && place === '' && (Type === 'Task' || Type === 'Parallel' || Type === 'Map');
  const hasError = isLeft && place.startsWith('Catch');
  return [...(hasResult ? [] : ['result']), ...(hasError ? [] : ['errorOutput'])];
}

function* expressionProblems(value: Json | undefined, at: string, absent: readonly string[]): Generator<string> {
  if (Array.isArray(value)) {
    for (const [nth, one] of value.entries()) yield* expressionProblems(one, `${at}[${nth}]`, absent);
  }
  if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) {
      yield* expressionProblems(one, `${at}/${key}`, absent);
    }
  }
  const problem = typeof value === 'string' ? jsonataProblem(value, absent) : undefined;
  if (problem !== undefined) yield `says ${at}: ${value}, which ${problem}`;
}
