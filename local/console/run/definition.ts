import { z } from 'zod';

const machine = z.looseObject({ States: z.record(z.string(), z.looseObject({})) });
type Machine = z.infer<typeof machine>;

interface Found {
  readonly state: Readonly<Record<string, unknown>>;
  /** The innermost Map or Parallel that it is inside of. */
  readonly container: string | undefined;
}

const machinesIn = (state: Found['state']): Machine[] =>
  Object.values(state)
    .flat()
    .flatMap((one) => machine.safeParse(one).data ?? []);

/** Every state of a definition, by its name, those inside of others too. */
function statesIn(definition: unknown, container?: string): Map<string, Found> {
  const own = Object.entries(machine.safeParse(definition).data?.States ?? {});
  return new Map(
    own.flatMap(([name, state]): [string, Found][] => [
      [name, { state, container }],
      ...machinesIn(state).flatMap((inner) => [...statesIn(inner, name)]),
    ]),
  );
}

/** The innermost Map or Parallel that a state is inside of, by its name. */
export const containerOf = (state: string, definition: unknown): string | undefined =>
  statesIn(definition).get(state)?.container;

/** The states that are not as they were, a sentence each, and what is said of the whole machine. */
export function definitionChanges(before: unknown, now: unknown): string[] {
  const [old, own] = [statesIn(before), statesIn(now)];
  const names = [...new Set([...own.keys(), ...old.keys()])];
  const states = names.flatMap((name) => {
    const [was, is] = [old.get(name), own.get(name)];
    if (was && is) return alone(was.state) === alone(is.state) ? [] : [`the state ${name} is another`];
    return [`the state ${name} is ${is ? 'new' : 'gone'}`];
  });
  return alone(before) === alone(now) ? states : ['the state machine as a whole is another', ...states];
}

/** What a part of a definition says but for the states in it, whatever the order of its fields. */
const alone = (part: unknown): string =>
  JSON.stringify(part, (name, value: unknown) => {
    if (name === 'States') return null;
    const fields = z.record(z.string(), z.unknown()).safeParse(value).data;
    return fields ? Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  });
