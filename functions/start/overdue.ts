import type { Batch } from '../core/batch.ts';
import { windowOf } from '../core/window.ts';
import type { Clock, Log } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';

/** Whether a source of the batch may not come any more without being late. */
export function isPastDeadline(
  batch: Batch,
  { pipeline: { sources, timeZone }, now }: { readonly pipeline: Pipeline; readonly now: Clock },
): boolean {
  const secondsSinceEnd = (now().getTime() - Date.parse(windowOf(batch, timeZone).to)) / 1000;
  return sources.some(({ late }) => late && secondsSinceEnd >= late.after.seconds);
}

/** Tells why a batch has no report, as a warning that resources/alarms.yml counts. */
export const overdueIn =
  (log: Log): Log['warn'] =>
  (message, facts) =>
    log.warn(message, { ...facts, overdue: true });
