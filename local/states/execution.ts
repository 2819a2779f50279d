import { deadline } from './deadline.ts';
import type { Machine } from './definition.ts';
import { Variables } from './expressions/scope.ts';
import { Failure, Stopped } from './failure.ts';
import type { Watch } from './frame.ts';
import { History, type HistoryEvent } from './history.ts';
import type { Json, JsonObject } from './json.ts';
import { runMachine } from './machine.ts';
import type { World } from './world.ts';

export interface ExecutionOptions {
  /** `Execution` and `StateMachine` of the context object, but for what the engine knows by itself. */
  readonly context: { readonly Execution: JsonObject; readonly StateMachine: JsonObject };
  /** Whether somebody waits for the answer of StartSyncExecution. */
  readonly sync?: boolean;
  readonly signal?: AbortSignal;
  readonly watch?: Watch;
  readonly hear?: (event: HistoryEvent) => void;
}

/** How an execution ended, in the words of Step Functions. */
export type Ended =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly status: 'TIMED_OUT' | 'ABORTED' };

/** Runs a machine to its end, whatever that is. */
export async function execute(
  machine: Machine,
  input: Json,
  options: ExecutionOptions,
  world: World,
): Promise<Ended & { readonly history: readonly HistoryEvent[] }> {
  const history = new History(world.clock.now, options.hear);
  history.way().record('ExecutionStarted', { input, roleArn: options.context.Execution.RoleArn });
  const way = history.way(); // AWS has the first state follow nothing
  const { Execution, StateMachine } = options.context;
  const started = { Input: input, StartTime: world.clock.now().toISOString() };
  const context = { Execution: { ...Execution, ...started, ...(!options.sync && { RedriveCount: 0 }) }, StateMachine };
  const limits = {
    clock: world.clock,
    signal: options.signal ?? new AbortController().signal,
    timeoutSeconds: machine.TimeoutSeconds,
  };
  let [over, running] = [false, Promise.resolve<unknown>(undefined)];
  try {
    const output = await deadline(limits, (signal) => {
      const frame = { world, way, context, signal, scope: '', run: runMachine };
      const language = machine.QueryLanguage ?? 'JSONPath';
      const ending = runMachine(machine, input, {
        ...frame,
        language,
        variables: new Variables(),
        watch: options.watch ?? {},
      }).finally(() => {
        over = true;
      });
      running = ending;
      return ending;
    });
    way.record('ExecutionSucceeded', { output });
    return { status: 'SUCCEEDED', output, history: history.events };
  } catch (error) {
    const inTime = over;
    await running.catch(() => undefined); // whatever is under way is left first
    if (error instanceof Stopped) {
      way.record('ExecutionAborted');
      return { status: 'ABORTED', history: history.events };
    }
    if (!(error instanceof Failure)) throw error;
    if (!inTime) {
      way.record('ExecutionTimedOut');
      return { status: 'TIMED_OUT', history: history.events };
    }
    way.record('ExecutionFailed', { error: error.error, cause: error.cause });
    return { status: 'FAILED', error: error.error, cause: error.cause, history: history.events };
  }
}
