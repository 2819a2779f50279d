import { deadline, secondsLeft } from '../deadline.ts';
import type { TaskState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Failure, mostBytes, tooLarge } from '../failure.ts';
import type { Flow, Left } from '../flow.ts';
import { type Json, sizeOf } from '../json.ts';
import type { Attempt } from '../work.ts';
import { type Asked, isTold, TaskEvents } from './task-events.ts';

/** Asks a service, and waits for its answer for as long as the state says. */
export async function called(about: Entered<TaskState>, { retries, resumed }: Attempt): Promise<Left> {
  const events = new TaskEvents(about, resumed);
  const flow = about.flowAt(retries, isTold(about.state.Resource) ? { Token: events.token } : undefined);
  const asked = await askedIn(about.state, flow);
  if (sizeOf(asked.input) > mostBytes) throw tooLarge(about.name);
  const output = await answered(about, asked, events).catch((error: unknown) => {
    if (error instanceof Failure) events.failed(error);
    throw error;
  });
  events.succeeded(output);
  return flow.leave(output);
}

const askedIn = async (state: TaskState, flow: Flow): Promise<Asked> => ({
  input: await flow.argument(),
  credentials: state.Credentials === undefined ? undefined : await flow.filled(state.Credentials, 'Credentials'),
  timeoutSeconds: await flow.count(state, 'TimeoutSeconds'),
  heartbeatSeconds: await flow.count(state, 'HeartbeatSeconds'),
});

function answered({ name, state, frame }: Entered<TaskState>, asked: Asked, events: TaskEvents): Promise<Json> {
  const { world, scope, signal } = frame;
  const { clock } = world;
  const { token, given } = events;
  const limits = {
    clock,
    signal,
    timeoutSeconds: secondsLeft(asked.timeoutSeconds, events.begunAt, clock.now()),
    heartbeatSeconds: asked.heartbeatSeconds,
    unbegun: events.isActivity && !given,
  };
  return deadline(limits, async (ends, beat) => {
    events.begin(asked);
    const output = await world.tasks({
      ...asked,
      state: name,
      scope,
      resource: state.Resource,
      token,
      given,
      submitted: (answer) => events.submitted(answer),
      started: (workerName) => {
        events.started(workerName);
        beat();
      },
      beat,
      signal: ends,
    });
    if (sizeOf(output) > mostBytes) throw tooLarge(events.called);
    return output;
  });
}
