import { z } from 'zod';
import { keptEnd } from '../ending.ts';
import { keptEvent } from '../history.ts';
import { journalChange } from '../journal.ts';
import { json } from '../json.ts';
import { mapRunChange } from '../map-run/map-runs.ts';
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
/** One thing that has happened to an execution. */
const entry = z.union([
  z.object({ start }),
  z.object({ event: keptEvent }),
  z.object({ change: journalChange }),
  z.object({ stop: z.object(reason) }),
  z.object({ end: keptEnd }),
  z.object({ redrive: z.object({ at: date, token: z.string().optional() }) }),
  z.object({ told: z.literal(true) }),
  z.object({ mapRun: mapRunChange }),
]);
export type Entry = z.infer<typeof entry>;

/** What happened at once, and is kept as a whole or not at all. */
export const entries = z.array(entry);

/** Whose record it is. */
export const arnOf = ([first]: readonly Entry[]): string => (first && 'start' in first ? first.start.arn : '');
