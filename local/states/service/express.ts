import type { Machine, State } from '../definition.ts';

/** What EXPRESS lacks: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
export function* expressProblems(machine: Machine): Generator<string> {
  for (const [name, state] of Object.entries(machine.States)) {
    const problem = problemOf(state);
    if (problem !== undefined) yield `state ${name} ${problem}, which EXPRESS does not have`;
    for (const inner of insideOf(state)) yield* expressProblems(inner);
  }
}

/** Likewise, of the Maps that run each child as EXPRESS. */
export function* expressChildProblems(machine: Machine): Generator<string> {
  for (const state of Object.values(machine.States)) {
    for (const inner of insideOf(state)) {
      const isExpress = inner.ProcessorConfig?.ExecutionType === 'EXPRESS';
      yield* isExpress ? expressProblems(inner) : expressChildProblems(inner);
    }
  }
}

const insideOf = (state: State): Machine[] => {
  if (state.Type === 'Parallel') return state.Branches;
  return state.Type === 'Map' ? [state.ItemProcessor ?? state.Iterator ?? []].flat() : [];
};

function problemOf(state: State): string | undefined {
  if (state.Type === 'Map' && state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED')
    return 'is a distributed Map';
  if (state.Type !== 'Task') return undefined;
  if (/:states:[^:]*:[^:]*:activity:/.test(state.Resource)) return 'waits for an activity';
  const [, pattern] = /\.(sync|sync:2|waitForTaskToken)$/.exec(state.Resource) ?? [];
  return pattern && `calls with .${pattern}`;
}
