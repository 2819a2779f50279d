import {
  ExecutionAlreadyExists,
  paginateGetExecutionHistory,
  type HistoryEvent as ServiceEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { History, HistoryEvent, StartExecution } from '../core/world.ts';
import { config } from './config.ts';
import { brief, patience } from './patience.ts';

/** Starts the pipeline's state machine. */
export const openWorkflow =
  (
    stateMachineArn = config('stateMachineArn'),
    client = new SFNClient({ requestHandler: patience(brief) }),
  ): StartExecution =>
  async (name, input) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  };

/** Reads histories of executions. */
export const openHistory = (client = new SFNClient({ requestHandler: patience(brief) })): History =>
  async function* (executionArn) {
    const asked = { executionArn, reverseOrder: true, maxResults: 100 };
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, asked)) yield* events.map(eventOf);
  };

function eventOf(event: ServiceEvent): HistoryEvent {
  const failure =
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    event.mapRunFailedEventDetails ??
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails ??
    event.executionAbortedEventDetails;
  return {
    id: event.id ?? 0,
    previousId: event.previousEventId ?? 0,
    type: event.type ?? '',
    at: (event.timestamp ?? new Date(0)).toISOString(),
    state: (event.stateEnteredEventDetails ?? event.stateExitedEventDetails)?.name,
    input: event.stateEnteredEventDetails?.input,
    resource: event.lambdaFunctionScheduledEventDetails?.resource,
    error: failure?.error,
    cause: failure?.cause,
  };
}
