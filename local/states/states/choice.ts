import type { ChoiceState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Misstep } from '../failure.ts';
import type { Done } from '../flow.ts';

/** The first rule that holds, or the default. */
export async function chosen({ state, flow }: Entered<ChoiceState>): Promise<Done> {
  for (const [at, rule] of state.Choices.entries()) {
    if (await flow.holds(rule, at)) return { ...(await flow.leaveBy(rule)), next: rule.Next };
  }
  if (state.Default === undefined) {
    throw new Misstep(
      'States.NoChoiceMatched',
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  return { ...(await flow.leaveBy(state)), next: state.Default };
}
