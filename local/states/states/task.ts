import { deadline, secondsLeft } from '../deadline.ts';
import type { TaskState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Failure, mostBytes, tooLarge } from '../failure.ts';
import type { Left } from '../flow.ts';
import type { Frame } from '../frame.ts';
import type { Facts } from '../history.ts';
import { isObject, type Json, sizeOf } from '../json.ts';
import type { Attempt } from '../work.ts';

/** Asks a service, and waits for its answer for as long as the state says. */
export async function called(about: Entered<TaskState>, { retries, resumed }: Attempt): Promise<Left> {
  const { name, state, frame, flowAt, nth } = about;
  const { world, way, scope, signal, journal } = frame;
  const { Resource } = state;
  const begun = resumed ? journal.entered(scope, nth)?.call : undefined;
  const token = begun?.token ?? world.uuid();
  const flow = flowAt(retries, isTold(Resource) ? { Token: token } : undefined);
  const input = await flow.argument();
  if (sizeOf(input) > mostBytes) throw tooLarge(name);
  const credentials = state.Credentials === undefined ? undefined : await flow.filled(state.Credentials, 'Credentials');
  const timeoutSeconds = await flow.count(state, 'TimeoutSeconds');
  const heartbeatSeconds = await flow.count(state, 'HeartbeatSeconds');
  const says = eventsOf(Resource);
  const taskCredentials = credentials === undefined ? {} : { taskCredentials: told(credentials) };
  const limits = { timeoutInSeconds: timeoutSeconds, heartbeatInSeconds: heartbeatSeconds };
  const asked =
    says.kind === 'Task'
      ? { ...says.about, parameters: input, region: regionOf(frame) }
      : { resource: Resource, input };
  const isActivity = says.kind === 'Activity';
  const at = begun ? new Date(begun.at) : world.clock.now();
  let given = begun?.given ?? false;
  const note = () => journal.note(scope, nth, { call: { token, event: way.last, at: at.toISOString(), given } });
  const give = (type: string, facts: Facts) => {
    if (given) return;
    way.record(type, facts);
    given = true;
    note();
  };
  const left = secondsLeft(timeoutSeconds, begun && at, world.clock.now());
  const result = await deadline(
    { clock: world.clock, signal, timeoutSeconds: left, heartbeatSeconds, unbegun: isActivity && !given },
    async (ends, beat) => {
      if (begun) way.join(begun.event);
      else {
        way.record(`${says.kind}Scheduled`, { ...asked, ...limits, ...taskCredentials });
        if (!isActivity) way.record(`${says.kind}Started`, says.about);
        note();
      }
      const submitted = (output: Json) => {
        if (isTold(Resource)) give('TaskSubmitted', { ...says.about, output });
      };
      const started = (workerName: string | undefined) => {
        if (!isActivity) return;
        give('ActivityStarted', { workerName });
        beat();
      };
      const call = {
        state: name,
        scope,
        resource: Resource,
        input,
        credentials,
        token,
        given,
        timeoutSeconds,
        heartbeatSeconds,
      };
      const output = await world.tasks({ ...call, submitted, started, beat, signal: ends });
      if (sizeOf(output) > mostBytes) throw tooLarge(Resource);
      return output;
    },
  ).catch((error: unknown) => {
    if (error instanceof Failure) {
      const ended =
        error.error === 'States.Timeout' ? 'TimedOut' : isTold(Resource) && !given ? 'SubmitFailed' : 'Failed';
      way.record(`${says.kind}${ended}`, { ...says.about, error: error.error, cause: error.cause });
    }
    throw error;
  });
  way.record(`${says.kind}Succeeded`, { ...says.about, output: result });
  return flow.leave(result);
}

const told = (credentials: Json): Json =>
  isObject(credentials) ? { roleArn: credentials.RoleArn ?? null } : credentials;

const regionOf = ({ context: { StateMachine } }: Frame): string =>
  (isObject(StateMachine) ? String(StateMachine.Id) : '').split(':')[3] ?? '';

/** Whether the end of the work is told apart from the answer to the call. */
const isTold = (resource: string) => /\.(sync|sync:2|waitForTaskToken)$/.test(resource);

/** The events of a call begin with what is called. https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
function eventsOf(resource: string): { readonly kind: string; readonly about: Facts | undefined } {
  const [, service = '', action = ''] = /^arn:[^:]*:states:[^:]*:[^:]*:(.*?):([^:]*(?::2)?)$/.exec(resource) ?? [];
  if (/^arn:[^:]*:lambda:/.test(resource)) return { kind: 'LambdaFunction', about: undefined };
  if (service === '' || service === 'activity') return { kind: 'Activity', about: undefined };
  return { kind: 'Task', about: { resourceType: service, resource: action } };
}
