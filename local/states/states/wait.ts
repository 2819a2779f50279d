import { momentOf } from '../choice-rules.ts';
import type { WaitState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { runtimeError } from '../failure.ts';
import type { Flow } from '../flow.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html: as many seconds as fit into 31 bits. */
const mostSeconds = 2 ** 31 - 1;

/** Waits for as long since the state was entered, or until when, it says. */
export async function waited({ state, since, frame }: Entered<WaitState>, flow: Flow): Promise<void> {
  const { world, signal } = frame;
  const milliseconds = await delayOf(state, flow, since.getTime());
  if (milliseconds / 1000 > mostSeconds) throw runtimeError('Wait state delay is too long.');
  await world.clock.pause(Math.max(0, since.getTime() + milliseconds - world.clock.now().getTime()), signal);
}

async function delayOf(state: WaitState, flow: Flow, now: number): Promise<number> {
  const seconds = await flow.count(state, 'Seconds');
  if (seconds !== undefined) return seconds * 1000;
  const text = await flow.text(state, 'Timestamp');
  const moment = momentOf(text);
  if (moment !== undefined) return Math.floor(moment / 1000) * 1000 - now; // as AWS takes it, to the second
  const where = state.TimestampPath === undefined ? text : `${state.TimestampPath} == ${text}`;
  const field = state.TimestampPath === undefined ? 'Timestamp' : 'TimestampPath';
  throw runtimeError(
    `The ${field} parameter does not reference a valid ISO-8601 extended offset date-time format string: ${where}`,
  );
}
