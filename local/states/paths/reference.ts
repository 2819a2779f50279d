import { isObject, type Json } from '../json.ts';
import type { Path } from './path.ts';

/**
 * The value with another put in where a reference path (`$.a.b[0]`) leads, objects made on the way; undefined where the
 * path cannot be followed, because something else than an object or a list stands in it.
 */
export function withValueAt(target: Json, path: Path, value: Json): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (step.kind === 'names') {
    if (!isObject(target)) return undefined;
    const [name = ''] = step.names;
    const inner = withValueAt(Object.hasOwn(target, name) ? (target[name] ?? {}) : {}, rest, value);
    return inner === undefined ? undefined : { ...target, [name]: inner };
  }
  if (step.kind !== 'indexes' || !Array.isArray(target)) return undefined;
  const [at = 0] = step.indexes;
  const there = target[at];
  if (there === undefined) return undefined;
  const inner = withValueAt(there, rest, value);
  return inner === undefined ? undefined : target.with(at, inner);
}
