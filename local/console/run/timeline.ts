import { byState, endOf } from './summary.ts';
import type { Visit } from './visits.ts';

/** One visit in the timeline, in milliseconds since the execution began. */
export interface Bar {
  readonly visit: Visit;
  readonly from: number;
  readonly to: number;
  /** Which of the lanes of its row it lies in, from 0. */
  readonly lane: number;
}

export interface TimelineRow {
  readonly state: string;
  /** In how many Maps and Parallels it is. */
  readonly depth: number;
  readonly lanes: number;
  readonly bars: readonly Bar[];
}

/** More at once than this lie over each other. */
const mostLanes = 8;

/** A row for each state, in the order in which they were entered; what ran at once lies in lanes of its own. */
export const timelineOf = (visits: readonly Visit[], now: number): TimelineRow[] => {
  const begin = Math.min(...visits.slice(0, 1).map(({ enteredAt }) => enteredAt));
  return [...byState(visits)].map(([state, own]) => {
    const bars = inLanes(own, begin, now);
    return { state, depth: depthOf(own[0]), lanes: 1 + Math.max(...bars.map(({ lane }) => lane)), bars };
  });
};

function inLanes(visits: readonly Visit[], begin: number, now: number): Bar[] {
  const free: number[] = [];
  return visits.map((visit) => {
    const [from, to] = [visit.enteredAt - begin, endOf(visit, now) - begin];
    const found = free.findIndex((end) => end <= from);
    const lane = found >= 0 ? found : free.length < mostLanes ? free.length : visit.id % mostLanes;
    free[lane] = Math.max(to, free[lane] ?? 0);
    return { visit, from, to, lane };
  });
}

function depthOf(visit: Visit | undefined): number {
  let depth = 0;
  for (let one = visit?.within; one; one = one.within) depth++;
  return depth;
}
