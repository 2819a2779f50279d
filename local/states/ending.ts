import { z } from 'zod';
import { deadline } from './deadline.ts';
import { Failure, Stopped } from './failure.ts';
import type { Facts } from './history.ts';
import { type Json, json } from './json.ts';

/** How an execution ended, in the words of Step Functions. */
export type Ended =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'ABORTED'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly status: 'TIMED_OUT' };

const at = z.coerce.date();
const reason = { error: z.string().optional(), cause: z.string().optional() };

/** How and when one ended, read again from what was kept of it. */
export const keptEnd = z.union([
  z.object({ status: z.literal('SUCCEEDED'), output: json, at }),
  z
    .object({ status: z.literal(['FAILED', 'ABORTED']), ...reason, at })
    .transform((one) => ({ ...one, error: one.error, cause: one.cause })),
  z.object({ status: z.literal('TIMED_OUT'), at }),
]);

const eventOf: Readonly<Record<Ended['status'], string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** The event that tells an end, with its details. */
export function endEvent(end: Ended): readonly [type: string, facts: Facts | undefined] {
  const type = eventOf[end.status];
  if (end.status === 'SUCCEEDED') return [type, { output: end.output }];
  if (end.status === 'TIMED_OUT') return [type, undefined];
  const { error, cause } = end;
  const isUntold = end.status === 'ABORTED' && error === undefined && cause === undefined;
  return [type, isUntold ? undefined : { error, cause }];
}

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
