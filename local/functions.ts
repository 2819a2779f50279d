import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
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

/** Hands what the functions log to the listener, as CloudWatch would get it; returns how to stop that. */
export function captureLogs(listener: (step: string, line: LogLine) => void): () => void {
  const { info } = console;
  console.info = (...values: unknown[]) => {
    const [step, line] = [stepUnderWay(), logLine.safeParse(values[0]).data];
    if (step && line) listener(step, line);
    else info(...values);
  };
  return () => {
    console.info = info;
  };
}

const logLine = z.looseObject({ message: z.string() });

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
