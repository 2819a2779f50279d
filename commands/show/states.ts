import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';
import type { HistoryEvent } from '../../functions/core/world.ts';

/** A state that did work: of which source, if of one, and from when to when. */
export interface StateOfRun {
  readonly state: string;
  readonly source: string | null;
  readonly startedAt: string;
  /** Null where it has not ended well. */
  readonly endedAt: string | null;
}

/** The states that call functions, in the order in which they were entered, of events with the newest first. */
export function statesIn(events: readonly HistoryEvent[]): StateOfRun[] {
  const byId = new Map(events.map((one) => [one.id, one]));
  const enteredBefore = (event: HistoryEvent): HistoryEvent | undefined => {
    let at: HistoryEvent | undefined = event;
    while (at && at.type !== 'TaskStateEntered') at = byId.get(at.previousId);
    return at;
  };
  const exits = events.flatMap((one) => {
    const entered = one.type === 'TaskStateExited' ? enteredBefore(one) : undefined;
    return entered ? [[entered.id, one.at] as const] : [];
  });
  const ends = new Map(exits);
  return events.toReversed().flatMap(({ id, type, state = '', input, at }) => {
    if (type !== 'TaskStateEntered') return [];
    return [{ state, source: sourceIn(input), startedAt: at, endedAt: ends.get(id) ?? null }];
  });
}

const sourceIn = (input: string | undefined) =>
  jsonText(z.object({ source: z.string() })).safeParse(input).data?.source ?? null;
