import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ExecutionStatus,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
  SFNServiceException,
} from '@aws-sdk/client-sfn';
import { z } from 'zod';
import type { Operations } from '../states/service/json-server.ts';
import { Refusal } from '../states/service/refusal.ts';

const paging = { maxResults: z.int().optional(), nextToken: z.string().optional() };
const machine = z.object({ stateMachineArn: z.string() });
const execution = z.object({ executionArn: z.string() });
const history = execution.extend({ reverseOrder: z.boolean().optional(), ...paging });
const mapRun = z.object({ mapRunArn: z.string() });
const executions = z.object({
  ...machine.partial().shape,
  ...mapRun.partial().shape,
  statusFilter: z.enum(ExecutionStatus).optional(),
  ...paging,
});

/** Of the API of Step Functions what changes nothing, about one state machine, with the credentials of whoever asks. */
export function stageStates(stateMachineArn: string, sfn: SFNClient): Operations {
  const describe = async (request: unknown) => told(sfn.send(new DescribeStateMachineCommand(machine.parse(request))));
  return {
    ListStateMachines: async () => ({ stateMachines: [await describe({ stateMachineArn })] }),
    DescribeStateMachine: describe,
    DescribeStateMachineForExecution: async (request) =>
      told(sfn.send(new DescribeStateMachineForExecutionCommand(execution.parse(request)))),
    ListExecutions: async (request) => told(sfn.send(new ListExecutionsCommand(executions.parse(request)))),
    DescribeMapRun: async (request) => told(sfn.send(new DescribeMapRunCommand(mapRun.parse(request)))),
    DescribeExecution: async (request) => told(sfn.send(new DescribeExecutionCommand(execution.parse(request)))),
    GetExecutionHistory: async (request) => told(sfn.send(new GetExecutionHistoryCommand(history.parse(request)))),
  };
}

/** An answer as it was before the SDK read it: times in seconds. */
async function told(answer: Promise<object>): Promise<object> {
  try {
    const { $metadata: _, ...rest } = z.looseObject({}).parse(await answer);
    return z.looseObject({}).parse(inSeconds(rest));
  } catch (error) {
    if (error instanceof SFNServiceException) throw new Refusal(error.name, error.message);
    throw error;
  }
}

function inSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(inSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inSeconds(inner)]));
}
