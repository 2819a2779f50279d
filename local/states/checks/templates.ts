import { isPathOrCall } from '../expressions/syntax.ts';
import { isObject, type Json } from '../json.ts';

/** What is wrong with a payload template of JSONPath; `field` is where it stands. */
export function* templateProblems(template: Json | undefined, field: string): Generator<string> {
  if (Array.isArray(template)) {
    for (const [at, one] of template.entries()) yield* templateProblems(one, `${field}[${at}]`);
  }
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    const place = `${field}/${key}`;
    if (!key.endsWith('.$')) yield* templateProblems(value, place);
    else if (key.slice(0, -2) in template) yield `says ${place} twice, with .$ and without`;
    else if (typeof value !== 'string' || !isPathOrCall(value)) {
      yield `says ${place}: ${JSON.stringify(value)}, which is neither a path nor an intrinsic function`;
    }
  }
}
