import type { Clock } from './clock.ts';
import { Failure, HeartbeatTimeout, Stopped } from './failure.ts';

interface Limits {
  readonly clock: Clock;
  /** Of whoever waits. */
  readonly signal: AbortSignal;
  readonly timeoutSeconds?: number | undefined;
  /** So long the work may be silent. */
  readonly heartbeatSeconds?: number | undefined;
  /** Whether that counts from the first sign of life. */
  readonly unbegun?: boolean;
}

/**
 * Does work that has to end in time, and that is told when nobody waits for it any more. Throws States.Timeout where it
 * does not, and Stopped where the signal is aborted.
 */
export async function deadline<T>(
  { clock, signal, timeoutSeconds, heartbeatSeconds, unbegun = false }: Limits,
  work: (ends: AbortSignal, beat: () => void) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const timers = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = (reason: Error) => {
      over.abort(new Stopped());
      reject(reason);
    };
    const stop = () => end(signal.reason instanceof Error ? signal.reason : new Stopped());
    signal.addEventListener('abort', stop, { once: true });
    const after = (seconds: number, stopped: AbortSignal, failure: () => Failure) =>
      clock.sleep(seconds * 1000, stopped).then(
        () => end(failure()),
        () => undefined,
      );
    let silence = new AbortController();
    const beat = () => {
      silence.abort();
      silence = new AbortController();
      if (heartbeatSeconds !== undefined)
        void after(heartbeatSeconds, AbortSignal.any([silence.signal, timers.signal]), () => new HeartbeatTimeout());
    };
    if (timeoutSeconds !== undefined) void after(timeoutSeconds, timers.signal, () => new Failure('States.Timeout'));
    if (!unbegun) beat();
    work(over.signal, beat)
      .then(resolve, reject)
      .finally(() => {
        timers.abort();
        signal.removeEventListener('abort', stop);
      });
  });
}

/** What is left of a time that began before; all of it where it begins now. */
export const secondsLeft = (seconds: number | undefined, began: Date | undefined, now: Date): number | undefined =>
  seconds === undefined || began === undefined
    ? seconds
    : Math.max(0, seconds - (now.getTime() - began.getTime()) / 1000);
