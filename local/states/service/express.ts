import type { Machine, State } from '../definition.ts';
import { machinesOf, statesOf } from '../walk.ts';

/** What EXPRESS lacks: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
export const expressProblems = (machine: Machine): string[] =>
  [...statesOf(machine)].flatMap(({ name, state }) => {
    const problem = problemOf(state);
    return problem === undefined ? [] : [`state ${name} ${problem}, which EXPRESS does not have`];
  });

/** Likewise, of the Maps that run each child as EXPRESS. */
export const expressChildProblems = (machine: Machine): string[] =>
  machinesOf(machine)
    .filter(({ ProcessorConfig }) => ProcessorConfig?.ExecutionType === 'EXPRESS')
    .flatMap(expressProblems);

function problemOf(state: State): string | undefined {
  if (state.Type === 'Map' && state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED')
    return 'is a distributed Map';
  if (state.Type !== 'Task') return undefined;
  if (isActivity(state.Resource)) return 'waits for an activity';
  const [, pattern] = /\.(sync|sync:2|waitForTaskToken)$/.exec(state.Resource) ?? [];
  return pattern && `calls with .${pattern}`;
}

/** Whether a Task waits for a worker to ask for it. */
export const isActivity = (resource: string): boolean => /^arn:[^:]*:states:[^:]*:[^:]*:activity:/.test(resource);
