import { z } from 'zod';
import { incomingOf } from '../functions/core/keys.ts';
import type { Rerun } from '../functions/core/messages.ts';
import { firstAttempt } from '../functions/core/run.ts';
import { nextAttempt } from '../functions/core/stored.ts';
import { isAcceptable } from '../functions/publishing/gate.ts';
import type { Delivered, LocalCloud } from './cloud.ts';
import type { LogLine } from './functions.ts';
import type { StartOptions } from './options.ts';
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

/**
 * Takes what `incoming/` holds of a batch through the pipeline; resolves when its run, if there is one, has ended. A
 * held run is done again with the reason of whoever accepts it, and one that was made before with `again` or `distributed`.
 */
export async function runBatch(
  cloud: LocalCloud,
  batch: string,
  { accept, again, distributed }: Pick<StartOptions, 'accept' | 'again' | 'distributed'>,
): Promise<BatchResult> {
  const uploads = await cloud.bucket.list(incomingOf(batch));
  const delivered = uploads.length > 0 ? await cloud.deliver(uploads) : await cloud.open(batch);
  const result = await resultOf(cloud, delivered);
  if (!('run' in result.outcome)) return result;
  const run = firstAttempt(result.outcome.run);
  const attempt = async () => nextAttempt(run, cloud.bucket);
  const isAsked = (again || distributed) && !result.ran;
  const last = isAsked ? await rerun(cloud, { run, attempt: await attempt() }) : result;
  const { outcome } = last;
  if (accept === undefined || outcome.result !== 'held' || !isAcceptable(outcome.report.quality)) return last;
  return rerun(cloud, { run, attempt: await attempt(), accept });
}

/** Does a run again; resolves when that has ended. */
export const rerun = async (cloud: LocalCloud, asked: Rerun): Promise<BatchResult> =>
  resultOf(cloud, await cloud.rerun(asked));

async function resultOf(cloud: LocalCloud, { executions, said }: Delivered): Promise<BatchResult> {
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
