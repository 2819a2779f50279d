import { setImmediate } from 'node:timers/promises';
import { type RunOptions, StateMachine } from 'aws-local-stepfunctions';
import { z } from 'zod';
import { checkDefinition, statesOf } from './definition.ts';

// The engine is made for Node 22; this is all of it that Node 20 lacks.
if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });

/** One event of an execution: a state entered, left, failed, retried or caught; see the engine's documentation. */
export type ExecutionEvent =
  ReturnType<StateMachine['run']>['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

export interface ExecutionOptions {
  /** The execution's name, as Step Functions would have it. */
  readonly name: string;
  /** Its ARN, which the context object has as Execution.Id. */
  readonly arn?: string;
  /** Milliseconds between a failure and its retry in every state, instead of the definition's seconds. */
  readonly retryDelay?: number;
  readonly onEvent?: (event: ExecutionEvent) => void;
}

/** How an execution ended, in the words of Step Functions. */
export type ExecutionResult =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED' | 'TIMED_OUT'; readonly error: string; readonly cause: string };

/** The work of each Task state, by the state's name. */
export type Handlers = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/**
 * Runs a state machine in this process. Throws before anything runs where the definition is invalid, where the
 * engine would misread it, and where a Task state has no handler.
 */
export async function runStateMachine(
  definition: object,
  input: unknown,
  handlers: Handlers,
  options: ExecutionOptions,
): Promise<ExecutionResult> {
  const machine = checkStateMachine(definition, Object.keys(handlers));
  const running = { ended: false };
  const execution = machine.run(json.parse(input), {
    context: contextOf(options),
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        Object.entries(handlers).map(([state, handler]) => [state, asLambda(handler, running)]),
      ),
      ...(options.retryDelay !== undefined && { retryIntervalOverrides: delays(definition, options.retryDelay) }),
    },
  });
  const result = resultOf(execution.result).finally(() => {
    running.ended = true;
  });
  await forward(execution.eventLogs, options.onEvent);
  return result;
}

const machines = new WeakMap<object, StateMachine>();

/** Throws where the definition is invalid, where the engine would misread it, and where a Task state has no function; looks once. */
export function checkStateMachine(definition: object, functions: readonly string[]): StateMachine {
  const machine = machines.get(definition) ?? new StateMachine(checkDefinition(definition, functions));
  machines.set(definition, machine);
  return machine;
}

async function resultOf(execution: Promise<unknown>): Promise<ExecutionResult> {
  try {
    return { status: 'SUCCEEDED', output: await execution };
  } catch (error) {
    const { name, cause } = z.object({ name: z.string(), cause: z.unknown().optional() }).parse(error);
    if (name === 'ExecutionTimeoutError') {
      return { status: 'TIMED_OUT', error: 'States.Timeout', cause: 'The execution took longer than it may.' };
    }
    const failure = z.object({ name: z.string(), message: z.string() }).parse(cause ?? error);
    return { status: 'FAILED', error: failure.name, cause: failure.message };
  }
}

async function forward(events: AsyncGenerator<ExecutionEvent>, onEvent?: (event: ExecutionEvent) => void) {
  for await (const event of events) onEvent?.(event);
}

const contextOf = ({ name, arn }: ExecutionOptions): NonNullable<RunOptions['context']> => ({
  Execution: { Name: name, Id: arn ?? `arn:aws:states:local:000000000000:execution:pipeline:${name}` },
});

const json = z.json();

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-task-executions */
const maxPayloadBytes = 262_144;

/** As Lambda would: what goes in and comes out is JSON, and not too much of it. */
function asLambda(handler: Handlers[string], running: { readonly ended: boolean }) {
  return async (input: unknown) => {
    // The engine starts the waiting items of a Map also after one has failed; Step Functions does not.
    await setImmediate();
    if (running.ended) throw new Error('The execution has ended');
    const output = JSON.stringify((await handler?.(input)) ?? null);
    if (Buffer.byteLength(output) > maxPayloadBytes) throw new PayloadTooLarge(output.length);
    return json.parse(JSON.parse(output));
  };
}

class PayloadTooLarge extends Error {
  override readonly name = 'States.DataLimitExceeded';
  /** No Retry and no Catch of the definition sees it. */
  readonly isRetryable = false;
  readonly isCatchable = false;

  constructor(bytes: number) {
    super(`A state answered with ${bytes} bytes; Step Functions stops an execution past ${maxPayloadBytes}.`);
  }
}

const delays = (definition: object, milliseconds: number) =>
  Object.fromEntries([...statesOf(definition)].map(({ name }) => [name, milliseconds]));

function withResolvers<T>() {
  let settle: { resolve: (value: T) => void; reject: (reason: unknown) => void } | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}
