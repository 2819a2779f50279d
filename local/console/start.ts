import { z } from 'zod';
import { type Begun, begunBy } from '../../commands/example/begun.ts';
import type { Stack } from '../stack/stack.ts';
import type { Operations } from '../states/service/json-server.ts';
import { operationsOn } from '../states/service/operations.ts';
import { Refusal } from '../states/service/refusal.ts';
import { jsonText } from '../states/service/request.ts';

const asked = z.object({ stateMachineArn: z.string(), input: z.string() });
const typed = z.looseObject({ type: z.string() });
const started = z.looseObject({ executionArn: z.string() });

/** Starts a state machine by the API of Step Functions; one of EXPRESS is waited for. */
export async function startBy(operations: Operations, request: unknown, signal: AbortSignal): Promise<Begun> {
  const { stateMachineArn, input } = asked.parse(request);
  const ask = async (name: string, more: object = {}) => operations[name]?.({ stateMachineArn, ...more }, signal);
  const { type } = typed.parse(await ask('DescribeStateMachine'));
  if (type === 'EXPRESS') return { answer: JSON.stringify(await ask('StartSyncExecution', { input })) };
  const { executionArn } = started.parse(await ask('StartExecution', { input }));
  return { executionArn };
}

/** Of an example, with any of its inputs. */
export const startOn = (example: string, stack: Stack): Operations[string] => {
  const operations = operationsOn(stack.executions);
  return async (request, signal) => {
    const input = jsonText('InvalidExecutionInput').parse(asked.parse(request).input);
    const begun = await begunBy(input, example, stack).catch((error: unknown) => {
      throw new Refusal('InvalidExecutionInput', error instanceof Error ? error.message : String(error));
    });
    return begun ?? startBy(operations, request, signal);
  };
};
