import type { Catcher, Retrier, WorkingState } from './definition.ts';
import type { Entered } from './entered.ts';
import { Failure, HeartbeatTimeout } from './failure.ts';
import type { Done, Flow, Left } from './flow.ts';
import type { World } from './world.ts';

/** One try of a state that does work. */
export interface Attempt {
  /** How often it was tried before. */
  readonly retries: number;
  /** Whether it goes on with what an execution before has done of it. */
  readonly resumed: boolean;
}

/** Does the work of a state, again where Retry says so, until it is done, or Catch leads elsewhere, or the failure stands. */
export async function worked(about: Entered<WorkingState>, work: (attempt: Attempt) => Promise<Left>): Promise<Done> {
  const { state, frame } = about;
  const used = new Map<Retrier, number>();
  for (let retries = 0; ; retries++) {
    try {
      return { ...(await work({ retries, resumed: about.resumed && retries === 0 })), next: state.Next };
    } catch (thrown) {
      const error = about.told(thrown);
      if (!(error instanceof Failure)) throw error;
      const retrier = state.Retry?.find(({ ErrorEquals }) => named(error, ErrorEquals));
      const before = retrier ? (used.get(retrier) ?? 0) : 0;
      if (retrier && before < (retrier.MaxAttempts ?? usual.attempts)) {
        used.set(retrier, before + 1);
        frame.journal.forget(frame.scope, about.name);
        await frame.world.clock.pause(delayOf(retrier, before, frame.world) * 1000, frame.signal);
        continue;
      }
      const fatal = error.error === 'States.Runtime';
      if (state.Type !== 'Task' && !fatal) frame.way.record(`${state.Type}StateFailed`);
      const catcher = state.Catch?.find(({ ErrorEquals }) => named(error, ErrorEquals));
      if (!catcher) throw error;
      return { ...(await caught(catcher, error, about.flowAt(retries))), next: catcher.Next };
    }
  }
}

const caught = (catcher: Catcher, { error, cause }: Failure, flow: Flow): Promise<Left> =>
  flow.leaveBy(catcher, { Error: error ?? null, Cause: cause ?? null });

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error */
const usual = { attempts: 3, intervalSeconds: 1, backoffRate: 2 };

function delayOf(retrier: Retrier, before: number, { random }: World): number {
  const { IntervalSeconds = usual.intervalSeconds, BackoffRate = usual.backoffRate, MaxDelaySeconds } = retrier;
  const delay = Math.min(IntervalSeconds * BackoffRate ** before, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? delay * random() : delay;
}

/** Whether a failure goes by one of the names. */
function named(failure: Failure, names: readonly string[]): boolean {
  const { error } = failure;
  if (error === 'States.Runtime') return false; // never: what is wrong with the definition stays wrong
  return names.some((name) => {
    if (name === error || (name === 'States.HeartbeatTimeout' && failure instanceof HeartbeatTimeout)) return true;
    if (name === 'States.ALL') return error !== 'States.DataLimitExceeded';
    return name === 'States.TaskFailed' && error !== 'States.Timeout' && error !== 'States.DataLimitExceeded';
  });
}
