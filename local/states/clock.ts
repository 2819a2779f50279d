/** Time, as an execution sees it. */
export interface Clock {
  now(): Date;
  /** Resolves so much later, when a time is up that something may take; rejects with the signal's reason when that is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Likewise, where a Wait or a Retry asks for it. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The longest that a timer of Node takes. */
const mostMilliseconds = 2 ** 31 - 1;

/** The time of this machine; pauses are as long as they are made. */
export const realClock = (made: (milliseconds: number) => number = (milliseconds) => milliseconds): Clock => ({
  now: () => new Date(),
  sleep,
  pause: (milliseconds, signal) => sleep(made(milliseconds), signal),
});

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  for (let left = milliseconds; left >= 0; left -= mostMilliseconds) {
    await timer(Math.min(left, mostMilliseconds), signal);
  }
}

const timer = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const end = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const waiting = setTimeout(end, milliseconds);
    const stop = () => {
      clearTimeout(waiting);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });

/** As the context object tells a moment: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export const iso = (moment: Date): string => moment.toISOString().replace('.000Z', 'Z');
