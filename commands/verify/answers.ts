import { definitionPath, machineOf } from '../../local/definition.ts';
import type { Machine, State } from '../../local/states/definition.ts';
import { machinesOf, nextOf } from '../../local/states/walk.ts';

/**
 * A sentence for each state whose answer takes the place of what the next state that does work is asked with, and that
 * does not say `ResultPath`, so that it is likely to have been forgotten: https://states-language.net/#using-paths
 */
export function answerProblems(definition: unknown): string[] {
  return machinesOf(machineOf(definition)).flatMap((machine) =>
    Object.entries(machine.States).flatMap(([name, state]) => {
      const next = answers(state) && !('ResultPath' in state) ? nextAtWork(state, machine) : undefined;
      return next === undefined ? [] : [sentence(name, next)];
    }),
  );
}

const sentence = (name: string, next: string) =>
  `${definitionPath}: the answer of ${name} takes the place of its input ($.run, …), which ${next} is asked with: ` +
  `add ResultPath: null to ${name}, or ResultPath: $ where ${next} shall have the answer alone.`;

const answers = ({ Type }: State) => ['Task', 'Map', 'Parallel'].includes(Type);

/** The first state that does work on the ways from a state on. */
function nextAtWork(from: State, { States }: Machine): string | undefined {
  const ways = nextOf(from);
  for (const name of ways) {
    const state = States[name];
    if (!state) continue;
    if (answers(state)) return name;
    ways.push(...nextOf(state).filter((one) => !ways.includes(one)));
  }
  return undefined;
}
