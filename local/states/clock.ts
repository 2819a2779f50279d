/** Time, as an execution sees it. */
export interface Clock {
  now(): Date;
  /** Resolves so much later; rejects with the signal's reason when that is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The longest that a timer of Node takes. */
const mostMilliseconds = 2 ** 31 - 1;

/** The time of this machine; waits are shortened by the scale (0 takes no time at all). */
export const realClock = (scale = 1): Clock => ({
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    for (let left = milliseconds * scale; left >= 0; left -= mostMilliseconds) {
      await pause(Math.min(left, mostMilliseconds), signal);
    }
  },
});

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const end = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
