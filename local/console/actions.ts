import { z } from 'zod';
import type { Operations } from '../states/service/json-server.ts';

/** What was asked for cannot be done; the message tells a person why. */
export class Refused extends Error {}

/** What a person may ask for on the page, with what each is told. Each resolves once it has begun. Throws Refused. */
export const actionSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('rerun'), batch: z.string() }),
  z.object({ action: z.literal('accept'), run: z.string(), reason: z.string() }),
  z.object({ action: z.literal('open'), batch: z.string() }),
  z.object({ action: z.literal('sample') }),
]);
export type Action = z.infer<typeof actionSchema>;

export interface Actions {
  /** Starts a state machine with an input, or does what the input says; in the words of Step Functions. */
  readonly start: Operations[string];
  /** What a state machine may be started with, by names; nothing where nobody has written any. */
  inputs(machine: string): Readonly<Record<string, string>>;
  act(action: Action): Promise<void>;
  /** Puts a file into the inbox, at `<batch>/<source>/<file>`. */
  put(path: string, body: ReadableStream<Uint8Array>): Promise<void>;
}
