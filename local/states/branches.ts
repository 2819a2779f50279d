import { setMaxListeners } from 'node:events';
import { Stopped } from './failure.ts';

/**
 * Does all of the work, so much at once, and gives what it comes to in order. The first failure stops the rest, which it
 * waits for, and is thrown.
 */
export async function together<T>(
  most: number,
  work: readonly ((signal: AbortSignal) => Promise<T>)[],
  outer: AbortSignal,
): Promise<T[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, outer]);
  setMaxListeners(0, signal); // everything that is done at once listens
  const results: T[] = [];
  let failure: unknown;
  let next = 0;
  const worker = async () => {
    while (next < work.length && !signal.aborted) {
      const at = next++;
      try {
        const one = await work[at]?.(signal);
        if (one !== undefined) results[at] = one;
      } catch (error) {
        if (failure === undefined && !(error instanceof Stopped && stop.signal.aborted)) failure = error;
        stop.abort(new Stopped());
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, work.length) }, worker));
  if (outer.aborted) throw outer.reason;
  if (failure !== undefined) throw failure;
  return results;
}
