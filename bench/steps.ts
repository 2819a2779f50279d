import type { Done } from './task.ts';

/** Does a step, and sees how long it takes. */
export type Timed = <T>(step: string, work: () => Promise<T>) => Promise<T>;

/** Counts how often each step was done, and in how many seconds all of them. */
export function stepsTimed(): { readonly steps: Done['steps']; readonly timed: Timed } {
  const steps: Done['steps'] = {};
  const timed: Timed = async (step, work) => {
    const began = performance.now();
    const result = await work();
    const { times, seconds } = steps[step] ?? { times: 0, seconds: 0 };
    steps[step] = { times: times + 1, seconds: seconds + (performance.now() - began) / 1000 };
    return result;
  };
  return { steps, timed };
}

/** Sees nothing. */
export const untimed: Timed = (_, work) => work();
