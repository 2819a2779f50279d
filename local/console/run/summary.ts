import type { Visit, VisitStatus } from './visits.ts';

/** What became of a state, over all the times that an execution came through it. */
export interface StateSummary {
  readonly status: VisitStatus;
  readonly visits: number;
  /** From when it was first entered to when it was last left, in milliseconds; of one that goes on, to now. */
  readonly took: number;
  /** Tries past the first. */
  readonly retries: number;
}

/** What is told of a state first: that it still runs, then what went wrong in it. */
const order: readonly VisitStatus[] = ['running', 'failed', 'caught', 'aborted', 'succeeded'];

/** By state, of those that were entered. */
export function summariesOf(visits: readonly Visit[], now: number): Map<string, StateSummary> {
  return new Map([...byState(visits)].map(([state, all]) => [state, summaryOf(all, now)]));
}

/** The visits of each state, in the order in which states were first entered. */
export function byState(visits: readonly Visit[]): Map<string, Visit[]> {
  const own = new Map<string, Visit[]>();
  for (const visit of visits) {
    const before = own.get(visit.state);
    if (before) before.push(visit);
    else own.set(visit.state, [visit]);
  }
  return own;
}

function summaryOf(visits: readonly Visit[], now: number): StateSummary {
  const statuses = new Set(visits.map(({ status }) => status));
  const begins = Math.min(...visits.map(({ enteredAt }) => enteredAt));
  const ends = Math.max(...visits.map((one) => endOf(one, now)));
  return {
    status: order.find((one) => statuses.has(one)) ?? 'succeeded',
    visits: visits.length,
    took: ends - begins,
    retries: visits.reduce((sum, { attempts }) => sum + Math.max(0, attempts.length - 1), 0),
  };
}

/** When a visit was over; now, while it goes on. */
export const endOf = ({ exitedAt, endedAt }: Visit, now: number): number => exitedAt ?? endedAt ?? now;
