import type { Clock } from '../../../local/states/clock.ts';

/** A clock that stands until it is told how much later it is. */
export function manualClock(): Clock & { readonly advance: (milliseconds: number) => void } {
  const sleeping = new Set<{ readonly due: number; readonly wake: () => void }>();
  let now = Date.parse('2026-01-01T00:00:00Z');
  const sleep = (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const one = { due: now + milliseconds, wake: resolve };
      sleeping.add(one);
      const stop = () => {
        sleeping.delete(one);
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
    });
  return {
    now: () => new Date(now),
    sleep,
    pause: sleep,
    advance: (milliseconds) => {
      now += milliseconds;
      for (const one of [...sleeping].filter(({ due }) => due <= now).toSorted((a, b) => a.due - b.due)) {
        sleeping.delete(one);
        one.wake();
      }
    },
  };
}
