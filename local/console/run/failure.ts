import { z } from 'zod';
import { messageOf } from '../../../functions/notify/failure.ts';
import type { Execution } from './history.ts';
import { parsed } from './json.ts';
import type { Visit } from './visits.ts';

/** Where an execution first went wrong, and why in words. */
export interface FirstFailure {
  /** Undefined where it failed in no state. */
  readonly visit: Visit | undefined;
  readonly error: string;
  readonly reason: string;
}

/**
 * What ended an execution that did not succeed: the state whose work failed. Where a Fail state ended it on purpose, what
 * led there: the first work whose error was caught, or whose output says that it holds the run.
 */
export function firstFailure(execution: Execution, visits: readonly Visit[]): FirstFailure | undefined {
  if (execution.status === 'RUNNING' || execution.status === 'SUCCEEDED') return undefined;
  const visit = firstBad(visits);
  const last = visit?.attempts.at(-1);
  const own = visit?.type === 'Fail' ? undefined : (last?.error ?? visit?.error);
  const error = own ?? execution.error ?? execution.status;
  const cause = own === undefined ? execution.cause : (last?.cause ?? visit?.cause);
  return { visit, error, reason: messageOf(cause) ?? ended[execution.status] ?? '' };
}

const ended: Readonly<Record<string, string>> = {
  TIMED_OUT: 'It took longer than the state machine allows.',
  ABORTED: 'It was stopped.',
};

function firstBad(visits: readonly Visit[]): Visit | undefined {
  const failed = visits.filter(({ status }) => status === 'failed');
  const innermost = failed.findLast((one) => !failed.some(({ within }) => within === one));
  if (innermost?.type !== 'Fail') return innermost ?? visits.find(({ status }) => status === 'aborted');
  return visits.find(({ status, output }) => status === 'caught' || holds(output)) ?? innermost;
}

const holding = z.object({ holds: z.literal(true) });
const holds = (output: string | undefined) => holding.safeParse(parsed(output)).success;
