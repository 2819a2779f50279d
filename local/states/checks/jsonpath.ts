import type { State } from '../definition.ts';
import { isPath, isPathOrCall, isReferencePath } from '../expressions/syntax.ts';
import type { JsonObject } from '../json.ts';
import { partsOf } from './parts.ts';
import { templateProblems } from './templates.ts';

/** What is wrong with the paths and templates of a state that speaks JSONPath. */
export function* jsonPathProblems(state: State): Generator<string> {
  for (const { place, part } of partsOf(state)) {
    for (const [field, value] of Object.entries(part)) {
      const at = place + field;
      if (ofJsonata.has(field)) yield `uses ${at}, which JSONPath does not have`;
      if (field.endsWith('Path') && typeof value === 'string' && !rightPath(field, value)) {
        yield `says ${at}: ${value}, which is not a path that leads there`;
      }
      if (counts.has(field) && typeof value === 'string') yield `says ${at} as a text, where a number stands`;
      if (templates.has(field)) yield* templateProblems(value, at);
    }
  }
}

const ofJsonata = new Set(['Arguments', 'Output', 'Items', 'Condition']);
const templates = new Set(['Parameters', 'ResultSelector', 'ItemSelector', 'BatchInput', 'Assign', 'Credentials']);

/** Fields that an expression may say. */
export const counts: ReadonlySet<string> = new Set([
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'Seconds',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'MaxItems',
  'MaxItemsPerBatch',
  'MaxInputBytesPerBatch',
]);

function rightPath(field: string, value: JsonObject[string]): boolean {
  const text = String(value);
  if (field === 'ResultPath') return isReferencePath(text);
  return field === 'ErrorPath' || field === 'CausePath' ? isPathOrCall(text) : isPath(text);
}
