import type { State } from '../definition.ts';
import { isActivity } from '../express.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { isTold } from '../states/task-events.ts';
import { isWorking } from '../walk.ts';
import { Refusal } from './refusal.ts';

/** What a test is asked with, of which not every state takes everything. */
interface Asked {
  readonly mock?: { readonly result?: Json | undefined; readonly errorOutput?: object | undefined } | undefined;
  readonly context?: JsonObject | undefined;
  readonly roleArn?: string | undefined;
  readonly revealSecrets?: boolean | undefined;
  readonly failures?: number | undefined;
}

/** Refuses what such a state cannot be tested with: https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html */
export function refuseTest(state: State, { mock, ...asked }: Asked): void {
  const problem = mock ? mockProblem(state, mock, asked) : problemWithout(state, asked);
  if (problem !== undefined) throw new Refusal('ValidationException', problem);
}

function mockProblem(state: State, { result, errorOutput }: NonNullable<Asked['mock']>, { revealSecrets }: Asked) {
  if (!isWorking(state)) return `State type '${state.Type}' is not supported when a mock is specified`;
  if ((result === undefined) === (errorOutput === undefined))
    return 'A test mock should have only one of the following fields: [result, errorOutput].';
  if (revealSecrets) return 'TestState does not support RevealSecrets when a mock is specified.';
  return result === undefined ? undefined : resultProblem(state, result);
}

function resultProblem(state: State, result: Json): string | undefined {
  if (state.Type === 'Map' && state.ResultWriter)
    return isObject(result) ? undefined : 'Mocked result must be a JSON object.';
  if (state.Type !== 'Map' && state.Type !== 'Parallel') return undefined;
  if (!Array.isArray(result)) return 'Mocked result must be an array.';
  if (state.Type === 'Parallel' && result.length !== state.Branches.length)
    return 'Mocked result must contain the same number of items as number of Parallel branches.';
  return undefined;
}

function problemWithout(state: State, { context, roleArn, failures }: Asked): string | undefined {
  if (failures !== undefined)
    return 'TestState does not support MapIterationFailureCount when a mock is not specified.';
  if (context) return 'context may only be said together with mock';
  if (state.Type === 'Map' || state.Type === 'Parallel') throw new Refusal('InvalidDefinition', unsupported);
  if (state.Type !== 'Task') return undefined;
  if (waits(state.Resource)) return 'This Task state is tested with a mock alone';
  return roleArn === undefined ? 'RoleArn must be specified when testing a Task state' : undefined;
}

const unsupported =
  'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]';

const waits = (resource: string) => isActivity(resource) || isTold(resource);
