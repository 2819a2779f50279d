import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { jsonText } from '../functions/core/json.ts';
import { account, region } from './aws.ts';

type Handler = (event: unknown, context: Context) => Promise<unknown>;
const handlerModule = z.object({ handler: z.custom<Handler>((value) => typeof value === 'function') });

/** Calls `functions/<step>/handler.ts` as Lambda does: JSON goes in and comes out, errors pass with their names. */
export async function invoke(step: string, event: unknown): Promise<unknown> {
  const { handler } = handlerModule.parse(await import(`../functions/${step}/handler.ts`));
  return running.run(step, async () => overTheWire(await handler(overTheWire(event), contextOf(step))));
}

const running = new AsyncLocalStorage<string>();

/** The function whose code is running now. */
export const stepUnderWay = () => running.getStore();

/** One line that a function logged: a message, and facts. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly message: string };

/**
 * Hands what the functions log to the listener, as CloudWatch would get it; returns how to stop that. It must come
 * before their import, since it has the logger write by the console.
 */
export function captureLogs(listener: (step: string, line: LogLine) => void): () => void {
  process.env.POWERTOOLS_DEV = 'true';
  const { info, warn, error } = console;
  for (const [level, write] of Object.entries({ info, warn, error })) {
    Object.assign(console, {
      [level]: (...values: unknown[]) => {
        const [step, line] = [stepUnderWay(), logLine.safeParse(values[0]).data];
        if (step && line) listener(step, line);
        else write(...values);
      },
    });
  }
  return () => void Object.assign(console, { info, warn, error });
}

/** Of what the logger writes around an event, nothing tells a person anything here. */
const logLine = jsonText(z.looseObject({ message: z.string() })).transform(({ message, ...facts }) => ({
  message,
  ...Object.fromEntries(Object.entries(facts).filter(([name]) => !around.test(name))),
}));
const around = /^(level|timestamp|service|sampling_rate|cold_start|function_.*)$/;

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
