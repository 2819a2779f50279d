import { z } from 'zod';

const states = z.object({ States: z.record(z.string(), z.looseObject({})) });

/** The innermost Map or Parallel that a state is inside of, by its name. */
export function containerOf(state: string, definition: unknown): string | undefined {
  const all = Object.entries(states.safeParse(definition).data?.States ?? {});
  for (const [name, container] of all) {
    for (const machine of Object.values(container).flat()) {
      if (Object.hasOwn(states.safeParse(machine).data?.States ?? {}, state)) return name;
      const inner = containerOf(state, machine);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}
