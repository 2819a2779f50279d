import type { TaskState } from '../definition.ts';
import { Failure, mostBytes, Stopped } from '../failure.ts';
import type { Left } from '../flow.ts';
import { type Json, sizeOf } from '../json.ts';
import type { Entered } from '../machine.ts';
import { deadline } from '../deadline.ts';
import type { Attempt } from '../work.ts';

/** Asks a service, and waits for its answer for as long as the state says. */
export async function called({ name, state, frame, flowAt }: Entered<TaskState>, { retries }: Attempt): Promise<Left> {
  const { world, way, scope, signal } = frame;
  const { Resource } = state;
  const token = world.uuid();
  const flow = flowAt(retries, Resource.endsWith('.waitForTaskToken') ? { Token: token } : undefined);
  const input = await flow.argument();
  const credentials = state.Credentials === undefined ? undefined : await flow.filled(state.Credentials, 'Credentials');
  const timeoutSeconds = await flow.count(state, 'TimeoutSeconds');
  const heartbeatSeconds = await flow.count(state, 'HeartbeatSeconds');
  const says = eventsOf(Resource);
  const result = await deadline({ clock: world.clock, signal, timeoutSeconds, heartbeatSeconds }, async (ends, beat) => {
    way.record(says.scheduled, { ...says.about, parameters: input, timeoutSeconds, heartbeatSeconds });
    way.record(says.started, says.about);
    if (says.submitted) way.record(says.submitted, says.about);
    const call = { state: name, scope, resource: Resource, input, credentials, token, timeoutSeconds, heartbeatSeconds };
    const output = await world.tasks({ ...call, beat, signal: ends });
    if (sizeOf(output) > mostBytes) throw tooLarge(Resource);
    return output;
  }).catch((error: unknown) => {
    if (error instanceof Failure && !(error instanceof Stopped)) {
      const ended = error.error === 'States.Timeout' ? says.timedOut : says.failed;
      way.record(ended, { ...says.about, error: error.error, cause: error.cause });
    }
    throw error;
  });
  way.record(says.succeeded, { ...says.about, output: result });
  return flow.leave(result);
}

const tooLarge = (resource: string) =>
  new Failure(
    'States.DataLimitExceeded',
    `The state/task '${resource}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );

interface Said {
  readonly scheduled: string;
  readonly started: string;
  readonly submitted: string | undefined;
  readonly succeeded: string;
  readonly failed: string;
  readonly timedOut: string;
  readonly about: Readonly<Record<string, Json>>;
}

/** The events of a call, by what is called. https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
function eventsOf(resource: string): Said {
  const [, service = '', action = ''] = /^arn:[^:]*:states:[^:]*:[^:]*:(.*):([^:]*(?:\.sync:2)?)$/.exec(resource) ?? [];
  const kind = /^arn:[^:]*:lambda:/.test(resource) ? 'LambdaFunction' : service && service !== 'activity' ? 'Task' : 'Activity';
  return {
    scheduled: `${kind}Scheduled`,
    started: `${kind}Started`,
    submitted: /\.(sync|sync:2|waitForTaskToken)$/.test(resource) ? 'TaskSubmitted' : undefined,
    succeeded: `${kind}Succeeded`,
    failed: `${kind}Failed`,
    timedOut: `${kind}TimedOut`,
    about: kind === 'Task' ? { resourceType: service, resource: action } : kind === 'Activity' ? {} : {},
  };
}
