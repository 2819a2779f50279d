import type { State } from '../definition.ts';
import { isObject, type JsonObject, json } from '../json.ts';

interface Part {
  /** Where it stands in the state, with a slash behind: `Catch[0]/`. */
  readonly place: string;
  readonly part: JsonObject;
}

const inner = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'ReaderConfig', 'Choices', 'Catch'];
const machines = new Set(['Branches', 'ItemProcessor', 'Iterator']);

/** A state, and each part of it that says fields of its own; without the machines inside of it. */
export function partsOf(state: State): Part[] {
  const own = Object.fromEntries(
    Object.entries(state).filter(([field, value]) => value !== undefined && !machines.has(field)),
  );
  return [...inside(json.parse(own), '')];
}

function* inside(part: JsonObject[string] | undefined, place: string): Generator<Part> {
  if (Array.isArray(part)) {
    for (const [at, one] of part.entries()) yield* inside(one, `${place.slice(0, -1)}[${at}]/`);
  } else if (isObject(part)) {
    yield { place, part };
    for (const field of inner) yield* inside(part[field], `${place}${field}/`);
  }
}
