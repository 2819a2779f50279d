import type { ExecutionStatus } from '../run/history.ts';
import type { VisitStatus } from '../run/visits.ts';

/** How long something took: `128 ms`, `2.5 s`, `1 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const counts = new Intl.NumberFormat('en');
export const count = (value: number): string => counts.format(value);
export const some = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

const two = (value: number) => String(value).padStart(2, '0');

/** `22:31:07` today, and with its day otherwise. */
export function clock(at: number, now = Date.now()): string {
  const [date, today] = [new Date(at), new Date(now)];
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  if (date.toDateString() === today.toDateString()) return time;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** Of an execution, a state or an item, as a person reads it. */
export const statusWords: Readonly<Record<ExecutionStatus | VisitStatus | 'HELD', string>> = {
  RUNNING: 'Running',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  HELD: 'Held',
  TIMED_OUT: 'Timed out',
  ABORTED: 'Stopped',
  PENDING_REDRIVE: 'Waits',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  caught: 'Failed, caught',
  aborted: 'Stopped',
};
