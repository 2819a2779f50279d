import { deadline } from './deadline.ts';
import { Failure, Stopped } from './failure.ts';
import type { Json } from './json.ts';

/** How an execution ended, in the words of Step Functions. */
export type Ended =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'ABORTED'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly status: 'TIMED_OUT' };

type Limits = Parameters<typeof deadline>[0];

/** Does the work of an execution to its end, whatever that is; nothing of it is under way any more then. */
export async function ended(limits: Limits, work: (signal: AbortSignal) => Promise<Json>): Promise<Ended> {
  let [over, running] = [false, Promise.resolve<unknown>(undefined)];
  try {
    const output = await deadline(limits, (signal) => {
      const ending = work(signal).finally(() => {
        over = true;
      });
      running = ending;
      return ending;
    });
    return { status: 'SUCCEEDED', output };
  } catch (error) {
    const inTime = over;
    await running.catch(() => undefined); // whatever is under way is left first
    if (error instanceof Stopped) return { status: 'ABORTED', error: error.error, cause: error.cause };
    if (!(error instanceof Failure)) throw error;
    return inTime ? { status: 'FAILED', error: error.error, cause: error.cause } : { status: 'TIMED_OUT' };
  }
}
