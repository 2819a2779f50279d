import type { FailState } from '../definition.ts';
import { Failure } from '../failure.ts';
import type { Flow } from '../flow.ts';

/** The failure that a Fail state says. */
export const failureOf = async (state: FailState, flow: Flow): Promise<Failure> =>
  new Failure(await flow.text(state, 'Error'), await flow.text(state, 'Cause'));
