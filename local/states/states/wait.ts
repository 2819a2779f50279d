import { momentOf } from '../choice-rules.ts';
import type { WaitState } from '../definition.ts';
import { runtimeError } from '../failure.ts';
import type { Flow } from '../flow.ts';
import type { Frame } from '../frame.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html: as many seconds as fit into 31 bits. */
const mostSeconds = 2 ** 31 - 1;

/** Waits for as long, or until when, the state says. */
export async function waited(state: WaitState, flow: Flow, { world: { clock }, signal }: Frame): Promise<void> {
  const milliseconds = await delayOf(state, flow, clock.now().getTime());
  if (milliseconds / 1000 > mostSeconds) throw runtimeError('Wait state delay is too long.');
  await clock.pause(Math.max(0, milliseconds), signal);
}

async function delayOf(state: WaitState, flow: Flow, now: number): Promise<number> {
  const seconds = await flow.count(state, 'Seconds');
  if (seconds !== undefined) return seconds * 1000;
  const text = await flow.text(state, 'Timestamp');
  const moment = momentOf(text);
  if (moment !== undefined) return moment - now;
  const where = state.TimestampPath === undefined ? text : `${state.TimestampPath} == ${text}`;
  const field = state.TimestampPath === undefined ? 'Timestamp' : 'TimestampPath';
  throw runtimeError(
    `The ${field} parameter does not reference a valid ISO-8601 extended offset date-time format string: ${where}`,
  );
}
