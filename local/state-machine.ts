import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { realClock } from './states/clock.ts';
import { Failure } from './states/failure.ts';
import type { Objects, World } from './states/world.ts';

/** The work of each Task state, by the state's name. */
export type Handlers = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/** A world in which each Task calls the handler of its name, and no pause is longer than so many milliseconds. */
export const worldOf = (handlers: Handlers, longestPause: number): World => ({
  clock: realClock((milliseconds) => Math.min(milliseconds, longestPause)),
  random: Math.random,
  uuid: randomUUID,
  objects: noObjects,
  tasks: async ({ state, input }) => answerOf(handlers[state], input),
});

const json = z.json();

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
