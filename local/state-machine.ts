import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { checkDefinition } from './definition.ts';
import { realClock } from './states/clock.ts';
import type { Machine } from './states/definition.ts';
import { execute } from './states/execution.ts';
import { Failure } from './states/failure.ts';
import type { HistoryEvent } from './states/history.ts';
import type { Objects } from './states/world.ts';

export interface ExecutionOptions {
  /** The execution's name, as Step Functions would have it. */
  readonly name: string;
  /** Its ARN, which the context object has as Execution.Id. */
  readonly arn?: string;
  /** The most milliseconds between a failure and its retry, whatever the definition says. */
  readonly retryDelay?: number;
  readonly onEvent?: (event: HistoryEvent) => void;
}

/** How an execution ended, in the words of Step Functions. */
export type ExecutionResult =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED' | 'TIMED_OUT'; readonly error: string; readonly cause: string };

/** The work of each Task state, by the state's name. */
export type Handlers = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/**
 * Runs a state machine in this process. Throws before anything runs where the definition is invalid, and where a Task
 * state has no handler.
 */
export async function runStateMachine(
  definition: object,
  input: unknown,
  handlers: Handlers,
  {
    name,
    arn = `${prefix}:execution:pipeline:${name}`,
    retryDelay = Number.POSITIVE_INFINITY,
    onEvent,
  }: ExecutionOptions,
): Promise<ExecutionResult> {
  const machine = checkStateMachine(definition, Object.keys(handlers));
  const ended = await execute(
    machine,
    json.parse(input),
    {
      context: {
        Execution: { Name: name, Id: arn },
        StateMachine: { Name: 'pipeline', Id: `${prefix}:stateMachine:pipeline` },
      },
      ...(onEvent && { hear: onEvent }),
    },
    {
      clock: realClock((milliseconds) => Math.min(milliseconds, retryDelay)),
      random: Math.random,
      uuid: randomUUID,
      objects: noObjects,
      tasks: async ({ state, input: asked }) => answerOf(handlers[state], asked),
    },
  );
  if (ended.status === 'SUCCEEDED') return { status: 'SUCCEEDED', output: ended.output };
  if (ended.status === 'FAILED') return { status: 'FAILED', error: ended.error ?? '', cause: ended.cause ?? '' };
  return { status: 'TIMED_OUT', error: 'States.Timeout', cause: 'The execution took longer than it may.' };
}

const prefix = 'arn:aws:states:local:000000000000';
const json = z.json();

const machines = new WeakMap<object, Machine>();

/** Throws where the definition is invalid, and where a Task state has no function; looks once. */
export function checkStateMachine(definition: object, functions: readonly string[]): Machine {
  const machine = machines.get(definition) ?? checkDefinition(definition, functions);
  machines.set(definition, machine);
  return machine;
}

/** As Lambda answers: JSON, or an error whose cause is JSON. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
async function answerOf(handler: Handlers[string] | undefined, asked: unknown) {
  try {
    return json.parse(JSON.parse(JSON.stringify((await handler?.(asked)) ?? null)));
  } catch (error) {
    const { name, message } = thrown.parse(error);
    throw new Failure(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
  }
}
const thrown = z.object({ name: z.string(), message: z.string() });

/** Nothing in the pipeline's state machine reads or writes S3 by itself. */
const none = () => Promise.reject(new Failure('States.ItemReaderFailed', 'No state reads or writes S3 here.'));
const noObjects: Objects = { read: none, list: none, write: none };
