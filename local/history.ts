import type { ExecutionEvent } from './state-machine.ts';

/** One event in the words of GetExecutionHistory, its time in seconds. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: string]: unknown;
}

/**
 * What Step Functions would tell of the engine's events: states entered and exited, functions called, the end.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export function historyOf(events: readonly ExecutionEvent[]): HistoryEvent[] {
  const history: HistoryEvent[] = [];
  const last = new Map<number | undefined, number>();
  for (const event of events) {
    // An event follows the one before it in its own iteration of a Map, not whatever came in between.
    const iteration = 'index' in event ? event.index : undefined;
    for (const told of describe(event)) {
      const previousEventId = last.get(iteration) ?? last.get(undefined) ?? 0;
      const id = history.length + 1;
      history.push({ id, previousEventId, timestamp: event.timestamp / 1000, ...told });
      last.set(iteration, id);
    }
  }
  return history;
}

interface Description {
  readonly type: string;
  readonly [details: string]: unknown;
}

function describe(event: ExecutionEvent): Description[] {
  const ofCall = (told: Description) => ('state' in event && event.state.type === 'Task' ? [told] : []);
  switch (event.type) {
    case 'ExecutionStarted':
      return [{ type: event.type, executionStartedEventDetails: { input: JSON.stringify(event.input) } }];
    case 'StateEntered': {
      const { type, name, input } = event.state;
      const details = { name, input: JSON.stringify(input) };
      return [{ type: `${type}StateEntered`, stateEnteredEventDetails: details }, ...ofCall(started)];
    }
    case 'StateExited': {
      const { type, name, output } = event.state;
      const details = { name, output: JSON.stringify(output) };
      return [...ofCall(succeeded), { type: `${type}StateExited`, stateExitedEventDetails: details }];
    }
    case 'StateRetried':
      return ofCall(started);
    case 'StateFailed':
      return ofCall({ type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: failure(event) });
    case 'ExecutionFailed':
      return [{ type: event.type, executionFailedEventDetails: { error: event.Error, cause: String(event.Cause) } }];
    case 'ExecutionTimeout':
      return [{ type: 'ExecutionTimedOut', executionTimedOutEventDetails: { error: 'States.Timeout' } }];
    default:
      return [];
  }
}
const started = { type: 'LambdaFunctionStarted' };
const succeeded = { type: 'LambdaFunctionSucceeded' };

/** Of a failed function the cause is JSON: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const failure = ({ Error: error, Cause }: { Error: string; Cause: unknown }) => ({
  error,
  cause: JSON.stringify({ errorType: error, errorMessage: String(Cause), trace: [] }),
});
