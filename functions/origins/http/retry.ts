import { setTimeout } from 'node:timers/promises';

/** How long an extraction is patient with its API, and by which clock. */
export interface Patience {
  /** Of one page. */
  readonly tries: number;
  /** Of a whole extraction, so that it ends well before its function does. */
  readonly waitSeconds: number;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** From 0 to less than 1. */
  readonly random: () => number;
}

export const ordinaryPatience: Patience = {
  tries: 6,
  waitSeconds: 600,
  now: () => new Date(),
  sleep: (milliseconds) => setTimeout(milliseconds),
  random: Math.random,
};

/** A failure after which another try may succeed, `after` so many seconds where the server says so. */
export class Passing extends Error {
  readonly after: number | undefined;

  constructor(message: string, after?: number) {
    super(message);
    this.after = after;
  }
}

/**
 * Tries until the work is done. Waits as long as the failure asks, else ever longer with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). What is not Passing passes through, as
 * does the last Passing where the tries or the seconds are used up.
 */
export function retrying(
  { tries, waitSeconds, sleep, random }: Patience,
  tell: (reason: string, seconds: number) => void,
): <T>(work: () => Promise<T>) => Promise<T> {
  let left = waitSeconds;
  return async (work) => {
    for (let done = 1; ; done++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Passing)) throw error;
        // Who asks for no wait at all, or for one up to a moment in the past, is not asked at once for ever.
        const seconds = error.after || random() * Math.min(20, 2 ** done / 2);
        if (done >= tries) throw new Passing(`${error.message} (${tries} tries)`);
        if (seconds > left) throw new Passing(`${error.message}, and ${tooLong(seconds, left)}`);
        left -= seconds;
        tell(error.message, seconds);
        await sleep(seconds * 1000);
      }
    }
  };
}

const tooLong = (seconds: number, left: number) =>
  `a wait of ${Math.ceil(seconds)} s is too long here, where ${Math.floor(left)} s are left for waiting`;
