import type { Period } from '../functions/core/batch.ts';
import type { OpenMessage } from '../functions/core/messages.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';

/** When a schedule tells start that a batch is over, as EventBridge Scheduler wants it. */
export interface Opening {
  /** Seconds after the end of the batch. */
  readonly after: number;
  readonly expression: string;
  /** The body of the message. */
  readonly message: string;
}

/** One for the moment from which all databases and APIs can be read, and one for each deadline of an upload. */
export function openingsOf({ period, sources }: Pick<Pipeline, 'period' | 'sources'>): Opening[] {
  const settle = sources.flatMap(({ origin }) => (origin.kind === 'upload' ? [] : [origin.settle.seconds]));
  const deadlines = sources.flatMap(({ late }) => (late ? [late.after.seconds] : []));
  const moments = new Set([...(settle.length > 0 ? [Math.max(...settle)] : []), ...deadlines]);
  return [...moments]
    .sort((a, b) => a - b)
    .map((after) => ({ after, expression: expressionOf(period, after), message: messageOf(after) }));
}

/**
 * By the clock on the wall, and once more an hour later: where clocks go forward, the first is left out
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html) or an hour early. A look too many starts
 * nothing. Both are on one day, so what would be due after 23:00 is done at midnight.
 */
function expressionOf(period: Period, after: number): string {
  const first = new Date(Date.UTC(2001, 0, 1, 0, Math.ceil(after / 60)));
  if (first.getUTCHours() === 23) first.setUTCHours(24, 0);
  const [hour, date] = [first.getUTCHours(), first.getUTCDate()];
  const days = { day: '* *', month: `${date} *`, year: `${date} 1` };
  return `cron(${first.getUTCMinutes()} ${hour},${hour + 1} ${days[period]} ? *)`;
}

/** Scheduler puts in the moment that it was set to: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function messageOf(after: number): string {
  const message: OpenMessage = { open: { at: '<aws.scheduler.scheduled-time>', after } };
  return JSON.stringify(message);
}
