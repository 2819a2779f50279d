import type { Done } from './task.ts';

/** Does steps, and counts how often each was done, and in how many seconds all of them. */
export function stepsTimed() {
  const steps: Done['steps'] = {};
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    const { times, seconds } = steps[step] ?? { times: 0, seconds: 0 };
    steps[step] = { times: times + 1, seconds: seconds + (performance.now() - began) / 1000 };
    return result;
  };
  return { steps, timed };
}
