import type { ChoiceState } from '../definition.ts';
import { Misstep } from '../failure.ts';
import type { Done, Flow } from '../flow.ts';

/** The first rule that holds, or the default. */
export async function chosen(state: ChoiceState, flow: Flow): Promise<Done> {
  for (const rule of state.Choices) {
    if (await flow.holds(rule)) return { ...(await flow.leaveBy(rule)), next: rule.Next };
  }
  if (state.Default === undefined) {
    throw new Misstep(
      'States.NoChoiceMatched',
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  return { ...(await flow.leaveBy(state)), next: state.Default };
}
