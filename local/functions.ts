import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { jsonText } from '../functions/core/json.ts';
import { account, region } from './aws.ts';

type Handler = (event: unknown, context: Context) => Promise<unknown>;
const handlerModule = z.object({ handler: z.custom<Handler>((value) => typeof value === 'function') });

/** Gives the module of a function's handler, for what it is called with. */
export type Code = (step: string, event: unknown) => Promise<unknown>;

/** As it was when this process was built. */
export const builtCode: Code = (step) => import(`../functions/${step}/handler.ts`);

/** Calls `functions/<step>/handler.ts` as Lambda does: JSON goes in and comes out, errors pass with their names. */
export async function invoke(step: string, event: unknown, code = builtCode): Promise<unknown> {
  const ending = call(step, event, code);
  underWay.add(ending);
  return ending.finally(() => underWay.delete(ending));
}

async function call(step: string, event: unknown, code: Code): Promise<unknown> {
  const { handler } = handlerModule.parse(await code(step, event));
  const its = { step, event, kept: new Map() };
  return running.run(its, async () => overTheWire(await handler(overTheWire(event), contextOf(step))));
}

const underWay = new Set<Promise<unknown>>();

/** Resolves when no call runs: a state that fails ends its neighbours, but not the functions that they have called. */
export async function allEnded(): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay);
}

interface Call {
  readonly step: string;
  readonly event: unknown;
  /** What belongs to this call alone, however many run at once. */
  readonly kept: Map<symbol, unknown>;
}
const running = new AsyncLocalStorage<Call>();

/** The function whose code is running now. */
export const stepUnderWay = () => running.getStore()?.step;

/** As Lambda has it for calls that share an environment: the logger keeps there what it writes on each line of a call. */
const invokeStore = {
  hasContext: () => running.getStore() !== undefined,
  get: (key: symbol) => running.getStore()?.kept.get(key),
  set: (key: symbol, value: unknown) => running.getStore()?.kept.set(key, value),
  getXRayTraceId: () => undefined,
};

/** One line that a function logged: a message, and facts. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly message: string };

/** A line as the function wrote it, and what it had been called with. */
export interface WrittenLine {
  readonly event: unknown;
  readonly text: string;
}

/**
 * Hands what the functions log to the listener, as CloudWatch would get it; returns how to stop that. It must come
 * before their import, since it has the logger write by the console.
 */
export function captureLogs(listener: (step: string, line: LogLine, written: WrittenLine) => void): () => void {
  Object.assign(process.env, { POWERTOOLS_DEV: 'true', AWS_LAMBDA_MAX_CONCURRENCY: '10' });
  Object.assign(globalThis, { awslambda: { InvokeStore: invokeStore } });
  const { info, warn, error } = console;
  for (const [level, write] of Object.entries({ info, warn, error })) {
    Object.assign(console, {
      [level]: (...values: unknown[]) => {
        const [call, line] = [running.getStore(), logLine.safeParse(values[0]).data];
        if (call && line)
          listener(call.step, factsOf(line, call.event), { event: call.event, text: String(values[0]) });
        else write(...values);
      },
    });
  }
  return () => void Object.assign(console, { info, warn, error });
}

const logLine = jsonText(z.looseObject({ message: z.string() }));

/** Of what the logger writes around an event, only the source tells a person anything here: the run is told before. */
function factsOf({ message, ...facts }: z.infer<typeof logLine>, event: unknown): LogLine {
  const known: Readonly<Record<string, unknown>> = runOfEvent.safeParse(event).data ?? {};
  const told = ([name, value]: [string, unknown]) => !around.test(name) && known[name] !== value;
  return { message, ...Object.fromEntries(Object.entries(facts).filter(told)) };
}
const around = /^(level|timestamp|service|step|sampling_rate|cold_start|function_.*)$/;
const runOfEvent = z.object({ run: z.string(), batch: z.string() });

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

const contextOf = (step: string): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: step,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${step}`,
  memoryLimitInMB: '3008',
  awsRequestId: randomUUID(),
  logGroupName: `/aws/lambda/${step}`,
  logStreamName: 'local',
  getRemainingTimeInMillis: () => 900_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});
