import { iso } from '../clock.ts';
import { deadline } from '../deadline.ts';
import { Variables } from '../expressions/scope.ts';
import { Failure } from '../failure.ts';
import type { Done } from '../flow.ts';
import type { Frame } from '../frame.ts';
import { History } from '../history.ts';
import { Journal } from '../journal.ts';
import type { Json, JsonObject } from '../json.ts';
import { enter, runMachine } from '../machine.ts';
import { noMapRuns } from '../map-run/map-runs.ts';
import type { Watch } from '../watch.ts';
import type { World } from '../world.ts';
import { arnIn, type Home } from './arns.ts';
import { isTold } from './inspected.ts';
import { type MapStep, type Mock, mocked } from './stand-in.ts';
import type { Tested } from './tested-state.ts';

export interface Test extends Tested {
  readonly input: Json;
  readonly variables: JsonObject;
  /** As the state shall see it, but for its own part. */
  readonly context: JsonObject;
  readonly role: string | undefined;
  readonly mock: Mock | undefined;
  /** How often the state was tried before. */
  readonly retries: number;
}

/** What data was on its way through a state, by the words of TestState. */
type Inspected = Partial<Record<Parameters<NonNullable<Watch['step']>>[0] | MapStep, Json>>;

/** Which rule takes a failure. */
interface Handled {
  readonly catchIndex?: number;
  readonly retryIndex?: number;
  readonly retryBackoffIntervalSeconds?: number;
}

type TestEnd =
  | { readonly status: 'SUCCEEDED'; readonly done: Done }
  | { readonly status: 'FAILED' | 'RETRIABLE'; readonly failure: Failure }
  | { readonly status: 'CAUGHT_ERROR'; readonly done: Done; readonly failure: Failure };

export type TestResult = TestEnd & {
  readonly inspected: Inspected;
  readonly handled: Handled | undefined;
  readonly variables: JsonObject;
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
const mostSeconds = 300;

/** A failure that would be tried again. */
class Retriable extends Error {}

/** Runs one state, and tells what became of its data. */
export async function testState(test: Test, world: World, signal: AbortSignal): Promise<TestResult> {
  const inspected: Inspected = {};
  let handled: Handled | undefined;
  let failed: Failure | undefined;
  const hear = (step: keyof Inspected, value: Json) => void Object.assign(inspected, { [step]: value });
  const watch: Watch = {
    step: (step, value) => {
      if (isTold(test.state, step)) hear(step, value);
    },
    retries: (rule, delay, failure) => {
      handled = { retryIndex: rule, retryBackoffIntervalSeconds: delay };
      failed = failure;
      throw new Retriable();
    },
    usedUp: (rule) => {
      handled = { retryIndex: rule };
    },
    catches: (rule, failure) => {
      handled = { catchIndex: rule };
      failed = failure;
    },
  };
  const variables = new Variables();
  variables.set(test.variables);
  const frame = frameOf(test, world, { watch, variables, ...(test.mock && { standIn: mocked(test.mock, hear) }) });
  const end = await deadline({ clock: world.clock, signal, timeoutSeconds: mostSeconds }, (ends) =>
    enter(test.name, test.state, test.input, { nth: 0, frame: { ...frame, signal: ends } }),
  ).then(
    (done): TestEnd => {
      variables.set(done.assigned);
      return failed ? { status: 'CAUGHT_ERROR', done, failure: failed } : { status: 'SUCCEEDED', done };
    },
    (error: unknown): TestEnd => {
      if (error instanceof Retriable && failed) return { status: 'RETRIABLE', failure: failed };
      if (error instanceof Failure) return { status: 'FAILED', failure: error };
      throw error;
    },
  );
  return { ...end, inspected, handled, variables: variables.all() };
}

/** What a state sees of an execution that there is not. */
export function contextIn(
  home: Home,
  { name, input, role }: Pick<Test, 'name' | 'input' | 'role'>,
  at: Date,
): JsonObject {
  const Id = arnIn(home, 'express', 'test', name);
  const of = { ...(role !== undefined && { RoleArn: role }), StartTime: iso(at) };
  const StateMachine = { Id: arnIn(home, 'stateMachine', 'test'), Name: 'test' };
  return { Execution: { Id, Input: input, Name: name, ...of }, StateMachine };
}

/** As if the state had been entered, and tried so often. */
function frameOf(
  { state, retries, context, language }: Test,
  world: World,
  more: Pick<Frame, 'watch' | 'variables' | 'standIn'>,
): Omit<Frame, 'signal'> {
  const rules = 'Retry' in state ? (state.Retry ?? []) : [];
  const journal = new Journal();
  const at = world.clock.now().toISOString();
  const attempt = { retries, used: rules.map(() => retries), event: enteredBy };
  journal.enter('', 0, { event: enteredBy, at, attempt });
  const way = new History(world.clock.now).way(enteredBy);
  return { world, way, journal, context, language, scope: '', top: '', run: runMachine, mapRuns: noMapRuns, ...more };
}

/** In a machine of one state, the start comes before. */
const enteredBy = 2;
