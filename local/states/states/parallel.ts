import { together } from '../branches.ts';
import type { ParallelState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Variables } from '../expressions/scope.ts';
import { mostBytes, tooLarge } from '../failure.ts';
import type { Left } from '../flow.ts';
import { sizeOf } from '../json.ts';
import { within } from '../scope-name.ts';
import type { Attempt } from '../work.ts';

/** Runs all branches at once, each with the same input; gives the list of what they come to. */
export async function inBranches(
  { name, state, frame, flowAt }: Entered<ParallelState>,
  { retries, resumed }: Attempt,
): Promise<Left> {
  const { way, scope } = frame;
  const flow = flowAt(retries);
  const input = await flow.argument();
  if (sizeOf(input) > mostBytes) throw tooLarge(name);
  const all = within(scope, name, '');
  if (resumed) way.join(frame.journal.begun(all) ?? way.last);
  else frame.journal.begin(all, way.record('ParallelStateStarted'));
  const results = await together(
    Number.POSITIVE_INFINITY,
    state.Branches.map((branch, at) => async (signal: AbortSignal) => {
      const own = way.branch();
      const branchScope = within(scope, name, at);
      const known = frame.journal.result(branchScope);
      if (known) {
        way.join(Math.max(way.last, known.event));
        return known.output;
      }
      const inner = {
        ...frame,
        way: own,
        scope: branchScope,
        language: branch.QueryLanguage ?? frame.language,
        variables: new Variables(frame.variables),
        signal,
      };
      const result = await frame.run(branch, input, inner).finally(() => way.join(own.last));
      frame.journal.end(branchScope, { output: result, event: own.last });
      return result;
    }),
    frame.signal,
  );
  way.aside('ParallelStateSucceeded');
  return flow.leave(results);
}
