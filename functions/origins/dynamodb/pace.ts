import { setTimeout as sleepFor } from 'node:timers/promises';
import { z } from 'zod';

/** What pace needs of the world; tests replace it. */
export interface Time {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** From 0 up to 1. */
  readonly random: () => number;
}
export const realTime: Time = { now: Date.now, sleep: (milliseconds) => sleepFor(milliseconds), random: Math.random };

/** What a page cost. */
export interface Cost {
  readonly units: number;
  readonly items: number;
}

/** Reads one page of at most so many items. */
type ReadPage<Page> = (limit: number | undefined) => Promise<Page>;
export type Pace = <Page extends Cost>(read: ReadPage<Page>) => Promise<Page>;

/** As fast as it goes. */
const unbounded: Pace = (read) => read(undefined);

/**
 * Keeps reads under so many capacity units a second, over all segments together: pages are read one after the other,
 * none before the ones before it are paid for, and are kept as small as a second pays for.
 */
export function paceOf(capacity: number | undefined, { now, sleep }: Time): Pace {
  if (capacity === undefined) return unbounded;
  let turn: Promise<unknown> = Promise.resolve();
  let paid = 0;
  let limit = Math.max(1, Math.floor(capacity));
  const inTurn = async <Page extends Cost>(read: ReadPage<Page>): Promise<Page> => {
    if (paid > now()) await sleep(paid - now());
    const begun = now();
    const page = await read(limit);
    paid = begun + (page.units / capacity) * 1000;
    if (page.units > 0) limit = Math.max(1, Math.floor((capacity * page.items) / page.units));
    return page;
  };
  return (read) => {
    const page = turn.then(() => inTurn(read));
    turn = page.catch(() => undefined);
    return page;
  };
}

const throttled = z.object({
  name: z.enum([
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'RequestLimitExceeded',
    'RequestLimitExceededException',
  ]),
});
export const isThrottled = (error: unknown) => throttled.safeParse(error).success;

const [tries, firstMilliseconds, mostMilliseconds] = [10, 500, 20_000];

/**
 * Tries again while DynamoDB throttles, after the few tries that the SDK makes by itself: ten times with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), which is a minute and a half at most times.
 */
export async function patiently<Result>(call: () => Promise<Result>, { sleep, random }: Time): Promise<Result> {
  for (let at = 0; ; at++) {
    try {
      return await call();
    } catch (error) {
      if (!isThrottled(error) || at + 1 >= tries) throw error;
      await sleep(random() * Math.min(mostMilliseconds, firstMilliseconds * 2 ** at));
    }
  }
}
