import type { MapState } from '../definition.ts';
import { Failure } from '../failure.ts';
import type { Flow } from '../flow.ts';

/** Counts the items that fail; throws when there are more than a Map takes. */
export type Count = (failed: number) => void;

/** How many items may fail. */
export interface Tolerance {
  readonly count: number;
  readonly percentage: number;
  of(items: number): Count;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold */
export async function toleranceOf(state: MapState, flow: Flow): Promise<Tolerance> {
  const count = await flow.count(state, 'ToleratedFailureCount');
  const percentage = await flow.count(state, 'ToleratedFailurePercentage');
  const none = count === undefined && percentage === undefined;
  const of = (items: number): Count => {
    let all = 0;
    return (failed) => {
      all += failed;
      const isPast = none || (count !== undefined && all > count) || (all / items) * 100 > (percentage ?? 100);
      if (isPast) throw exceeded();
    };
  };
  return { count: count ?? 0, percentage: percentage ?? 0, of };
}

export const exceeded = () =>
  new Failure('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded');
