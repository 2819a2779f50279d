import { checked, shaped } from '../check.ts';
import type { Language, Machine, State } from '../definition.ts';
import { isObject, type Json } from '../json.ts';
import { caughtBy, insideOf, nextOf } from '../walk.ts';
import { invalidDefinition } from './read-machine.ts';
import { Refusal } from './refusal.ts';

/** A state that is to be tested, in the language that it speaks unless it says another. */
export interface Tested {
  readonly name: string;
  readonly state: State;
  readonly language: Language;
}

/** The state that a definition is of, or the one of that name in a machine. Throws where either cannot be run. */
export const testedState = (definition: Json, name: string | undefined): Tested =>
  name === undefined ? alone(definition) : within(definition, name);

function within(definition: Json, name: string): Tested {
  const read = checked(definition);
  if ('problems' in read) throw invalidDefinition(read.problems.join('; '));
  const found = find(read.machine, name, 'JSONPath');
  if (!found) throw new Refusal('ValidationException', 'State not found in definition');
  return found;
}

function find({ States, QueryLanguage }: Machine, name: string, outer: Language): Tested | undefined {
  const language = QueryLanguage ?? outer;
  const state = States[name];
  if (state) return { name, state, language };
  for (const inner of Object.values(States).flatMap(insideOf)) {
    const found = find(inner, name, language);
    if (found) return found;
  }
  return undefined;
}

/** AWS needs no name here; it tells of this one. */
const nameless = 'StateName';

function alone(definition: Json): Tested {
  const machine = { StartAt: nameless, States: { [nameless]: definition } };
  const read = shaped(machine);
  if ('problems' in read) throw invalidDefinition(read.problems.join('; '));
  const [state] = Object.values(read.machine.States);
  const others = state ? [...nextOf(state), ...caughtBy(state)] : [];
  const around = Object.fromEntries(others.map((name) => [name, { Type: 'Succeed' }]));
  const language = isObject(definition) ? definition.QueryLanguage : undefined;
  return within(
    {
      ...machine,
      ...(language !== undefined && { QueryLanguage: language }),
      States: { ...around, ...machine.States },
    },
    nameless,
  );
}
