import { together } from '../branches.ts';
import type { ParallelState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Variables } from '../expressions/scope.ts';
import type { Left } from '../flow.ts';
import { within } from '../frame.ts';
import type { Attempt } from '../work.ts';

/** Runs all branches at once, each with the same input; gives the list of what they come to. */
export async function inBranches(
  { name, state, frame, flowAt }: Entered<ParallelState>,
  { retries }: Attempt,
): Promise<Left> {
  const { way, scope } = frame;
  const flow = flowAt(retries);
  const input = await flow.argument();
  way.record('ParallelStateStarted');
  const results = await together(
    Number.POSITIVE_INFINITY,
    state.Branches.map((branch, at) => async (signal: AbortSignal) => {
      const own = way.branch();
      const inner = {
        ...frame,
        way: own,
        scope: within(scope, name, at),
        language: branch.QueryLanguage ?? frame.language,
        variables: new Variables(frame.variables),
        signal,
      };
      return frame.run(branch, input, inner).finally(() => way.join(own.last));
    }),
    frame.signal,
  );
  way.aside('ParallelStateSucceeded');
  return flow.leave(results);
}
