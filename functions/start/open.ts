import { type Batch, batchBefore, batchOf, batchOn } from '../core/batch.ts';
import type { OpenMessage } from '../core/messages.ts';
import { dayOf } from '../core/window.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';

/** Schedules go by the clock on the wall, which comes this much early at most where clocks go forward after midnight. */
const earlyAtMostSeconds = 3 * 3600;

/**
 * The batch that a message opens: the one it names, or the newest that was over `after` seconds before the moment of
 * the schedule. Throws InputInvalid for a name that is none.
 */
export function openedBatch(
  { open }: OpenMessage,
  { period, timeZone }: Pick<Pipeline, 'period' | 'timeZone'>,
): Batch | undefined {
  if ('batch' in open) return batchOf(period, open.batch);
  const moment = Date.parse(open.at) + (earlyAtMostSeconds - open.after) * 1000;
  return batchBefore(period, batchOn(period, dayOf(new Date(moment), timeZone)));
}
