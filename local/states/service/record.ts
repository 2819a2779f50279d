import { z } from 'zod';
import type { HistoryEvent } from '../history.ts';
import { journalChange } from '../journal.ts';
import { json } from '../json.ts';
import { keptMachine } from './state-machine.ts';

const date = z.coerce.date();
const reason = { error: z.string().optional(), cause: z.string().optional() };
const start = z.object({
  arn: z.string(),
  name: z.string(),
  input: json,
  startedAt: date,
  stateMachine: keptMachine,
});
const event = z
  .object({ id: z.int(), previousEventId: z.int(), timestamp: date, type: z.string() })
  .catchall(z.record(z.string(), json))
  .transform((one): HistoryEvent => one);
const end = z.union([
  z.object({ status: z.literal('SUCCEEDED'), output: json, at: date }),
  z
    .object({ status: z.literal(['FAILED', 'ABORTED']), ...reason, at: date })
    .transform((one) => ({ ...one, error: one.error, cause: one.cause })),
  z.object({ status: z.literal('TIMED_OUT'), at: date }),
]);

/** One thing that has happened to an execution. */
const entry = z.union([
  z.object({ start }),
  z.object({ event }),
  z.object({ change: journalChange }),
  z.object({ stop: z.object(reason) }),
  z.object({ end }),
  z.object({ redrive: z.object({ at: date, token: z.string().optional() }) }),
  z.object({ told: z.literal(true) }),
]);
export type Entry = z.infer<typeof entry>;

/** What happened at once, and is kept as a whole or not at all. */
export const entries = z.array(entry);

/** Whose record it is. */
export const arnOf = ([first]: readonly Entry[]): string => (first && 'start' in first ? first.start.arn : '');
