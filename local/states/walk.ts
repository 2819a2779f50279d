import type { Machine, MapState, State, TaskState, WorkingState } from './definition.ts';

export interface NamedState<Of extends State = State> {
  readonly name: string;
  readonly state: Of;
}

/** Every state of a machine, those inside of Map and Parallel included. */
export function* statesOf(machine: Machine): Generator<NamedState> {
  for (const [name, state] of Object.entries(machine.States)) {
    yield { name, state };
    for (const inner of insideOf(state)) yield* statesOf(inner);
  }
}

/** The machine, and every one inside of it. */
export const machinesOf = (machine: Machine): Machine[] => [
  machine,
  ...Object.values(machine.States).flatMap(insideOf).flatMap(machinesOf),
];

/** The machines inside of a Map or Parallel. */
export function insideOf(state: State): readonly Machine[] {
  if (state.Type === 'Parallel') return state.Branches;
  return state.Type === 'Map' ? [state.ItemProcessor ?? [], state.Iterator ?? []].flat() : [];
}

/** Whether a Map runs an execution of its own for each item. */
export const isDistributed = ({ ItemProcessor, Iterator }: MapState): boolean =>
  (ItemProcessor ?? Iterator)?.ProcessorConfig?.Mode === 'DISTRIBUTED';

/** The states that a state leads to, where it does not fail. */
export const nextOf = (state: State): string[] => [
  ...('Next' in state && state.Next !== undefined ? [state.Next] : []),
  ...(state.Type === 'Choice' ? [...state.Choices.map(({ Next }) => Next), ...[state.Default ?? []].flat()] : []),
];

/** The states that a state leads to where it fails. */
export const caughtBy = (state: State): string[] =>
  'Catch' in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];

/** Narrows to what has a result of its own, and may be tried again. */
export const isWorking = (state: State): state is WorkingState =>
  state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';

/** Narrows to what calls a service. */
export const isTask = (named: NamedState): named is NamedState<TaskState> => named.state.Type === 'Task';
