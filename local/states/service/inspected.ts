import type { State } from '../definition.ts';
import type { Step } from '../watch.ts';

/** Whether a test of such a state tells what its data was after a step. */
export const isTold = (state: State, step: Step): boolean => {
  const kind = state.Type === 'Pass' && state.Result !== undefined ? 'Result' : state.Type;
  return kind === 'Task' || (told[kind] ?? inward).includes(step);
};

const inward: readonly Step[] = ['afterInputPath'];
const outward: readonly Step[] = ['afterResultSelector', 'afterResultPath'];

/** As AWS tells it; of a Task it tells everything, of any other state the input alone. */
const told: Partial<Record<State['Type'] | 'Result', readonly Step[]>> = {
  Pass: [...inward, 'afterParameters', ...outward],
  Result: ['result', ...outward],
  Parallel: outward,
  Map: [...inward, 'afterItemsPath', ...outward],
};
