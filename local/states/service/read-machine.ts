import { checked } from '../check.ts';
import type { Machine } from '../definition.ts';
import type { Json } from '../json.ts';
import type { MachineType } from '../limits.ts';
import { Refusal } from './refusal.ts';

/** Reads a definition, or refuses it with all that is wrong with it. */
export function readMachine(definition: string, type: MachineType): Machine {
  const read = checked(parsedDefinition(definition), type);
  if ('machine' in read) return read.machine;
  throw invalidDefinition(read.problems.join('; '));
}

/** A definition, as JSON. */
export function parsedDefinition(definition: string): Json {
  try {
    return JSON.parse(definition);
  } catch {
    throw invalidDefinition('it is not JSON');
  }
}

export const invalidDefinition = (problem: string) =>
  new Refusal('InvalidDefinition', `Invalid State Machine Definition: '${problem}'`);
