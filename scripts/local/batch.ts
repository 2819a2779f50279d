import { z } from 'zod';
import { incomingOf } from '../../functions/core/keys.ts';
import type { LocalCloud } from './cloud.ts';
import type { LogLine } from './functions.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** What a batch came to: its outcome, and how. */
export interface BatchResult {
  readonly outcome: Outcome;
  /** Whether a run was made now; otherwise the outcome is an earlier run's. */
  readonly ran: boolean;
  /** What start said beside the run: what it waits for, what it ignored. */
  readonly notices: readonly string[];
  /** What notify told. */
  readonly mail: readonly { readonly subject: string; readonly message: string }[];
}

/** Takes what `incoming/` holds of a batch through the pipeline; resolves when its run, if there is one, has ended. */
export async function runBatch(cloud: LocalCloud, batch: string): Promise<BatchResult> {
  const { executions, said } = await cloud.deliver(await cloud.bucket.list(incomingOf(batch)));
  const run = executions.at(-1)?.name ?? said.map((line) => spoken.parse(line).run).findLast(Boolean);
  return {
    outcome: await outcomeOf(cloud.bucket, run, executions.at(-1)),
    ran: executions.length > 0,
    notices: [...new Set(said.filter((line) => !spoken.parse(line).run).map(sentence))],
    mail: await cloud.mail(),
  };
}

/** start names the run that it speaks of. */
const spoken = z.looseObject({ run: z.string().optional() });

/** A log line as a person reads it. */
export function sentence({ message, ...facts }: LogLine): string {
  const told = Object.entries(facts).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`,
  );
  return told.length > 0 ? `${message}: ${told.join('; ')}` : message;
}
