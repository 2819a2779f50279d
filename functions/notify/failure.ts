import { z } from 'zod';
import { jsonText } from '../core/json.ts';
import type { History, HistoryEvent } from '../core/world.ts';

/** Where an execution ended, and why, as far as its history tells. */
export interface Failure {
  readonly step?: string | undefined;
  readonly source?: string | undefined;
  /** What Athena was asked for: a table of the report, or `_joins`. */
  readonly query?: string | undefined;
  readonly error?: string | undefined;
  readonly reason?: string | undefined;
}

/** The state that failed, for the middle of a sentence, and what it was at work on. */
export function placeIn({ step, source, query }: Failure): string {
  const of = source ?? query;
  return step ? ` in ${step}${of ? ` (${of})` : ''}` : '';
}

/** What failed at last is told by the newest events; a history has up to 25,000. */
const newestEvents = 1000;

/**
 * Finds the state that ended an execution: the one whose function failed with the execution's error or, where none did
 * (it took too long, a person stopped it), the one that came last.
 */
export async function findFailure(executionArn: string, history: History): Promise<Failure> {
  const events: HistoryEvent[] = [];
  for await (const event of history(executionArn)) if (events.push(event) === newestEvents) break;
  const [end] = events;
  const failure = events.find(
    ({ type, error }) => /^(LambdaFunction|Task|MapRun)/.test(type) && error && error === end?.error,
  );
  const state = stateBefore(failure ?? end, events) ?? events.find(isEntered);
  return {
    step: state?.state,
    ...inputSchema.safeParse(state?.input).data,
    error: end?.error,
    reason: messageOf((failure ?? end)?.cause),
  };
}

/** Each event names the one before it, which leads back to the state that the event is of. */
function stateBefore(event: HistoryEvent | undefined, events: readonly HistoryEvent[]): HistoryEvent | undefined {
  const byId = new Map(events.map((one) => [one.id, one]));
  let at = event;
  while (at && !isEntered(at)) at = byId.get(at.previousId);
  return at;
}

const isEntered = ({ type }: HistoryEvent) => type.endsWith('StateEntered');

const inputSchema = jsonText(z.object({ source: z.string().optional(), query: z.string().optional() }));

/** What a person is told of a cause. */
export const messageOf = (cause: string | undefined) => causeSchema.safeParse(cause).data ?? cause;

const query = z.object({ Status: z.object({ StateChangeReason: z.string() }) });
const causeSchema = jsonText(
  z.union([
    // Of a function: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
    z.object({ errorMessage: z.string() }).transform(({ errorMessage }) => errorMessage),
    // Of a query of Athena: https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecution.html
    z.object({ QueryExecution: query }).transform(({ QueryExecution }) => QueryExecution.Status.StateChangeReason),
    query.transform(({ Status }) => Status.StateChangeReason),
  ]),
);
