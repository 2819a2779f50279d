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
  const { state, frame, nth } = about;
  const kept = frame.journal.entered(frame.scope, nth)?.attempt;
  const { retries: first, until } = kept ?? { retries: 0 };
  let used = kept?.used ?? [];
  if (kept) frame.way.join(kept.event);
  if (until !== undefined) await pauseUntil(until, { used, retries: first }, about);
  for (let retries = first; ; retries++) {
    const resumed = about.resumed && until === undefined && retries === first;
    try {
      return { ...(await work({ retries, resumed })), next: state.Next };
    } catch (thrown) {
      const error = about.told(thrown);
      if (!(error instanceof Failure)) throw error;
      const rules = state.Retry ?? [];
      const at = rules.findIndex(({ ErrorEquals }) => named(error, ErrorEquals));
      const [retrier, before] = [rules[at], used[at] ?? 0];
      if (retrier && before < (retrier.MaxAttempts ?? usual.attempts)) {
        frame.journal.forget(frame.scope, about.name);
        const delay = delayOf(retrier, before, frame.world) * 1000;
        frame.watch.retries?.(at, delay / 1000, error);
        const due = new Date(frame.world.clock.now().getTime() + delay).toISOString();
        used = rules.map((_, rule) => (used[rule] ?? 0) + (rule === at ? 1 : 0));
        await pauseUntil(due, { used, retries: retries + 1 }, about);
        continue;
      }
      if (retrier) frame.watch.usedUp?.(at);
      const fatal = error.error === 'States.Runtime';
      if (state.Type !== 'Task' && !fatal) frame.way.record(`${state.Type}StateFailed`);
      const place = (state.Catch ?? []).findIndex(({ ErrorEquals }) => named(error, ErrorEquals));
      const catcher = state.Catch?.[place];
      if (!catcher) throw error;
      frame.watch.catches?.(place, error);
      return { ...(await caught(catcher, error, about.flowAt(retries))), next: catcher.Next };
    }
  }
}

/** Waits before the next attempt; what is kept of it says so for as long. */
async function pauseUntil(
  until: string,
  tried: { readonly used: number[]; readonly retries: number },
  { frame, nth }: Entered<WorkingState>,
): Promise<void> {
  const { journal, scope, signal, way, world } = frame;
  const attempt = { ...tried, event: way.last };
  journal.note(scope, nth, { attempt: { ...attempt, until }, call: undefined });
  await world.clock.pause(Math.max(0, Date.parse(until) - world.clock.now().getTime()), signal);
  journal.note(scope, nth, { attempt });
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
