import type { Clock } from '../../../local/states/clock.ts';

const halfYear = 182 * 24 * 60 * 60 * 1000;

/**
 * A clock that jumps to the next time that somebody waits for, when nothing else is left to do. It jumps no further than
 * that at once: where all wait for longer, they wait for whoever tests.
 */
export function virtualClock(
  furthest = halfYear,
  began = Date.parse('2026-01-01T00:00:00Z'),
): Clock & { readonly pauses: number[] } {
  const waiting: { readonly due: number; readonly order: number; readonly go: () => void }[] = [];
  const pauses: number[] = [];
  let [now, order, armed] = [began, 0, false];
  const arm = () => {
    if (armed || waiting.length === 0) return;
    armed = true;
    let calm = 0;
    const look = () => {
      if (calm++ < 4) return void setImmediate(look);
      armed = false;
      waiting.sort((a, b) => a.due - b.due || a.order - b.order);
      if ((waiting[0]?.due ?? 0) - now > furthest) return;
      const next = waiting.shift();
      now = Math.max(now, next?.due ?? now);
      next?.go();
      arm();
    };
    setImmediate(look);
  };
  const sleep = (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const stop = () => {
        waiting.splice(waiting.indexOf(one), 1);
        reject(signal.reason);
      };
      const go = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const one = { due: now + milliseconds, order: order++, go };
      waiting.push(one);
      signal.addEventListener('abort', stop, { once: true });
      arm();
    });
  return {
    pauses,
    now: () => new Date(now),
    sleep,
    pause: (milliseconds, signal) => {
      pauses.push(milliseconds / 1000);
      return sleep(milliseconds, signal);
    },
  };
}
