import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionListItem,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { Execution } from './site.ts';

/** The ARN of the execution of a run. */
export const arnOf = (run: string, stateMachineArn: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`;

/** Those of the last 90 days, the newest first: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export async function listExecutions(stateMachineArn: string, client: SFNClient): Promise<Execution[]> {
  const found: Execution[] = [];
  for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
    found.push(...executions.map(told));
  }
  return found;
}

/** The execution of a run; undefined where there is none any more. */
export async function describeExecution(
  run: string,
  stateMachineArn: string,
  client: SFNClient,
): Promise<Execution | undefined> {
  try {
    const described = await client.send(new DescribeExecutionCommand({ executionArn: arnOf(run, stateMachineArn) }));
    return { ...told({ ...described, name: run }), error: described.error, cause: described.cause };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

const told = ({ name = '', status = 'RUNNING', startDate, stopDate }: Partial<ExecutionListItem>): Execution => ({
  run: name,
  status,
  startedAt: startDate?.toISOString(),
  endedAt: stopDate?.toISOString(),
});
