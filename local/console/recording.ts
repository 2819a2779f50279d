import { z } from 'zod';
import type { Executions } from '../states/service/executions.ts';
import { operationsOn } from '../states/service/operations.ts';
import type { Recorded, RecordedExecution } from './recorded.ts';
import { machineSchema } from './run/history.ts';

/** What Step Functions of this machine answers; throws where it refuses. */
async function ask(states: Executions, operation: string, request: object): Promise<object> {
  return (await operationsOn(states)[operation]?.(request, AbortSignal.timeout(10_000))) ?? {};
}

/** An execution, or a child of one, as the API tells it. */
export async function recordedExecution(executionArn: string, states: Executions): Promise<RecordedExecution> {
  const execution = await ask(states, 'DescribeExecution', { executionArn });
  const events = states.find(executionArn).events.map((event) => ({ ...event, timestamp: seconds(event.timestamp) }));
  return { execution, events };
}

/** The definition that an execution began with. */
export async function definitionOf(executionArn: string, states: Executions): Promise<string> {
  const isExpress = executionArn.split(':')[5] === 'express';
  const { stateMachineArn } = states.find(executionArn);
  const told = isExpress
    ? await ask(states, 'DescribeStateMachine', { stateMachineArn })
    : await ask(states, 'DescribeStateMachineForExecution', { executionArn });
  return machineSchema.parse(told).definition;
}

const seconds = (date: Date) => date.getTime() / 1000;

/** A page that holds more would not open in a moment. */
const mostChildren = 100;
const inOrder = ['FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE', 'RUNNING', 'SUCCEEDED'];
const listed = z.object({
  executions: z.array(z.looseObject({ executionArn: z.string(), status: z.string() })),
});

/** The runs of the distributed Maps of an execution, each with so many of its children, those that failed first. */
export async function recordedMapRuns(
  execution: string,
  states: Executions,
): Promise<Pick<Recorded, 'mapRuns' | 'children'>> {
  const mapRuns: Record<string, Recorded['mapRuns'][string]> = {};
  const children: Record<string, RecordedExecution> = {};
  for (const { arn: mapRunArn } of states.mapRuns(execution)) {
    const about = await ask(states, 'DescribeMapRun', { mapRunArn });
    const executions: Recorded['mapRuns'][string]['executions'][number][] = [];
    for (const statusFilter of inOrder) {
      const maxResults = mostChildren - executions.length;
      if (maxResults === 0) break;
      const page = await ask(states, 'ListExecutions', { mapRunArn, statusFilter, maxResults });
      executions.push(...listed.parse(page).executions);
    }
    mapRuns[mapRunArn] = { about, executions };
    for (const { executionArn } of executions) children[executionArn] = await recordedExecution(executionArn, states);
  }
  return { mapRuns, children };
}
