import { iso } from './clock.ts';
import type { Machine, State, WorkingState } from './definition.ts';
import type { Entered } from './entered.ts';
import type { Scope } from './expressions/scope.ts';
import { Failure, Misstep, mostBytes, runtimeError, Stopped, tooLarge } from './failure.ts';
import type { Done, Flow } from './flow.ts';
import type { Frame } from './frame.ts';
import { type Json, type JsonObject, sizeOf } from './json.ts';
import { jsonataFlow } from './jsonata-flow.ts';
import { jsonPathFlow } from './jsonpath-flow.ts';
import { mostVariableBytes } from './limits.ts';
import { chosen } from './states/choice.ts';
import { failureOf } from './states/fail.ts';
import { mapped } from './states/map.ts';
import { inBranches } from './states/parallel.ts';
import { called } from './states/task.ts';
import { waited } from './states/wait.ts';
import { insideOf, isWorking } from './walk.ts';
import { worked } from './work.ts';

/** Goes from state to state until one ends; gives its output. Throws the Failure that nothing caught, or Stopped. */
export async function runMachine(machine: Machine, input: Json, frame: Frame): Promise<Json> {
  let data = input;
  let nth = 0;
  for (let name: string | undefined = machine.StartAt; name !== undefined; nth++) {
    const state: State | undefined = machine.States[name];
    if (!state) throw runtimeError(`There is no state '${name}'`);
    const done: Done = leftBefore(frame, nth) ?? (await enter(name, state, data, { nth, frame }));
    frame.variables.set(done.assigned);
    [data, name] = [done.output, done.next];
  }
  return data;
}

/** What the state came to, where it was left before; the way goes on from there. */
function leftBefore({ journal, scope, way }: Frame, nth: number): Done | undefined {
  const left = journal.left(scope, nth);
  if (!left) return undefined;
  way.join(left.event);
  return { ...left, next: left.next };
}

interface Place {
  /** So many states came before it in its machine. */
  readonly nth: number;
  readonly frame: Frame;
}

/** Runs one state to its end. */
export async function enter(name: string, state: State, input: Json, { nth, frame }: Place): Promise<Done> {
  frame.signal.throwIfAborted();
  const { way, journal, scope } = frame;
  const before = way.last;
  const known = journal.entered(scope, nth);
  const entered = known?.event ?? way.record(`${state.Type}StateEntered`, { name, input });
  const since = known ? new Date(known.at) : frame.world.clock.now();
  if (known) way.join(entered);
  else {
    if (insideOf(state).length > 0) journal.forget(scope, name);
    journal.enter(scope, nth, { event: entered, at: since.toISOString() });
  }
  frame.watch.entered?.(scope, name, input);
  const flowAt = (retries: number, task?: JsonObject): Flow => {
    const own = { EnteredTime: iso(since), Name: name, ...(isWorking(state) && { RetryCount: retries }) };
    const context = { ...frame.context, State: own, ...(task && { Task: task }) };
    return flowOf(state, input, { context, variables: frame.variables, step: frame.watch.step }, frame);
  };
  const told = (error: unknown) => {
    if (!(error instanceof Misstep)) return error;
    const failure = placed(error, name, entered);
    const { error: code, cause } = failure;
    if (error.location !== undefined) {
      way.join(way.aside('EvaluationFailed', { cause, error: code, location: error.location, state: name }, before));
    }
    return failure;
  };
  try {
    const done = await perform({ name, state, input, frame, nth, since, flowAt, told, resumed: known !== undefined });
    refuseLarge(name, done, frame);
    const { output, assigned } = done;
    const assignedVariables = Object.keys(assigned).length > 0 ? assigned : undefined;
    const event = way.record(`${state.Type}StateExited`, { name, output, assignedVariables });
    journal.leave(scope, nth, { ...done, event });
    frame.watch.exited?.(frame.scope, name, output, assigned);
    return done;
  } catch (error) {
    if (error instanceof Stopped || (frame.scope !== frame.top && isWorking(state)))
      way.aside(`${state.Type}StateAborted`);
    throw told(error);
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-limits */
function refuseLarge(name: string, { output, assigned }: Done, { variables }: Frame): void {
  if (sizeOf(output) > mostBytes) throw tooLarge(name);
  if (Object.keys(assigned).length === 0) return;
  if (sizeOf(assigned) > mostBytes || variables.bytesWith(assigned) > mostVariableBytes) throw tooLarge(name);
}

/** Tells where it happened, as AWS does. */
const placed = ({ error, cause }: Misstep, name: string, entered: number) =>
  new Failure(
    error,
    `An error occurred while executing the state '${name}' (entered at the event id #${entered}). ${cause}`,
  );

const flowOf = (state: State, input: Json, scope: Scope, { language }: Frame): Flow =>
  (state.QueryLanguage ?? language) === 'JSONata'
    ? jsonataFlow(state, input, scope)
    : jsonPathFlow(state, input, scope);

async function perform(entered: Entered): Promise<Done> {
  const { state, flowAt, frame } = entered;
  const { standIn } = frame;
  if (standIn && isWorking(state)) {
    return worked({ ...entered, state }, async ({ retries }) => {
      const flow = flowAt(retries);
      return flow.leave(await standIn(state, flow, frame));
    });
  }
  switch (state.Type) {
    case 'Task':
      return worked({ ...entered, state }, (attempt) => called({ ...entered, state }, attempt));
    case 'Parallel':
      return worked({ ...entered, state }, (attempt) => inBranches({ ...entered, state }, attempt));
    case 'Map':
      return worked({ ...entered, state }, (attempt) => mapped({ ...entered, state }, attempt));
    default:
      return passed({ ...entered, state }, flowAt(0));
  }
}

/** A state that asks nobody to work. */
async function passed(entered: Entered<Exclude<State, WorkingState>>, flow: Flow): Promise<Done> {
  const { state } = entered;
  switch (state.Type) {
    case 'Pass': {
      const result = state.Result !== undefined && flow.language === 'JSONPath' ? state.Result : await flow.argument();
      return { ...(await flow.leave(result)), next: state.Next };
    }
    case 'Succeed':
      return { ...(await flow.leave(await flow.argument())), next: undefined };
    case 'Fail':
      throw await failureOf(state, flow);
    case 'Choice':
      return chosen(state, flow);
    case 'Wait':
      await waited({ ...entered, state }, flow);
      return { ...(await flow.leave(await flow.argument())), next: state.Next };
  }
}
