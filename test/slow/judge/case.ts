import { z } from 'zod';
import { jsonText } from '../../../functions/core/json.ts';
import type { HistoryEvent } from '../../../local/states/history.ts';
import type { Json } from '../../../local/states/json.ts';
import type { Execution } from '../../../local/states/service/executions.ts';

/** What a Task asked for, and what came of it. */
interface Call {
  readonly state: string;
  readonly input: Json;
  readonly output?: Json;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const details = z.object({
  name: z.string().optional(),
  input: jsonText(z.json()).optional(),
  parameters: jsonText(z.json()).optional(),
  output: jsonText(z.json()).optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

const read = (event: HistoryEvent) => {
  const [[, said] = []] = Object.entries(event).filter(([key]) => key.endsWith('EventDetails'));
  return details.parse(said ?? {});
};

/** The calls of an execution, in the order in which they were made, as its history tells them. */
export function callsOf({ events }: Pick<Execution, 'events'>): Call[] {
  const byId = new Map(events.map((one) => [one.id, one]));
  const before = (event: HistoryEvent, type: RegExp): HistoryEvent | undefined => {
    let at: HistoryEvent | undefined = event;
    while (at && !type.test(at.type)) at = byId.get(at.previousEventId);
    return at;
  };
  return events
    .filter(({ type }) => /^(Task|LambdaFunction)(Succeeded|Failed|SubmitFailed|TimedOut)$/.test(type))
    .map((end) => {
      const [scheduled, entered] = [before(end, /Scheduled$/), before(end, /^TaskStateEntered$/)];
      const { input, parameters } = scheduled ? read(scheduled) : {};
      const { output, error, cause } = read(end);
      const answer = output === undefined ? { error, cause } : { output };
      return { state: (entered && read(entered).name) ?? '', input: input ?? parameters ?? null, ...answer };
    });
}

/** The names of the states that were entered, in order. */
export const statesOf = ({ events }: Pick<Execution, 'events'>): string[] =>
  events.flatMap((event) => (event.stateEnteredEventDetails ? (read(event).name ?? []) : []));
