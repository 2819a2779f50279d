import type { State } from './definition.ts';
import { isDistributed } from './walk.ts';

/** What a state asks for that EXPRESS lacks: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
export function expressProblem(state: State): string | undefined {
  const lacking = lackingIn(state);
  return lacking && `${lacking}, which EXPRESS does not have`;
}

function lackingIn(state: State): string | undefined {
  if (state.Type === 'Map' && isDistributed(state)) return 'is a distributed Map';
  if (state.Type !== 'Task') return undefined;
  if (isActivity(state.Resource)) return 'waits for an activity';
  const [, pattern] = /\.(sync|sync:2|waitForTaskToken)$/.exec(state.Resource) ?? [];
  return pattern && `calls with .${pattern}`;
}

/** Whether a Task waits for a worker to ask for it. */
export const isActivity = (resource: string): boolean => /^arn:[^:]*:states:[^:]*:[^:]*:activity:/.test(resource);
