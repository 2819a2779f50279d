import { type HistoryEvent, historySchema } from '../../../local/console/run/history.ts';
import { visitsOf } from '../../../local/console/run/visits.ts';
import { run } from '../states/rig.ts';

type Given = Parameters<typeof run>[1];

/** A machine run to its end, its history as the API of Step Functions tells it. */
export async function told(definition: object, given?: Given) {
  const ended = await run(definition, given);
  const events = eventsOf(ended.history);
  return { ...ended, events, visits: visitsOf(events) };
}

/** As it comes over the wire. */
export const eventsOf = (history: readonly { readonly timestamp: Date }[]): HistoryEvent[] =>
  historySchema.parse({ events: history.map((one) => ({ ...one, timestamp: one.timestamp.getTime() / 1000 })) }).events;
