import { z } from 'zod';
import type { Done } from './flow.ts';
import { type Json, json } from './json.ts';
import { within } from './scope-name.ts';

const done = z.object({
  output: json,
  assigned: z.record(z.string(), json),
  next: z.string().optional(),
});

/** What an execution has done so far, as JSON: a redrive goes on from there. */
export const journalSchema = z.object({
  /** States that are left, by where they ran: `<scope>#<how many came before them there>`. */
  done: z.record(z.string(), done),
  /** States that are entered and not left, likewise, each with the id of the event that tells so. */
  open: z.record(z.string(), z.int()),
  /** What branches and items came to that have ended, by their scope. */
  ended: z.record(z.string(), json),
});
export type JournalEntries = z.infer<typeof journalSchema>;

/** Keeps what is done, so that it is done once, however often an execution is taken up again. */
export class Journal {
  readonly #done: Map<string, Done>;
  readonly #open: Map<string, number>;
  readonly #ended: Map<string, Json>;

  constructor({ done, open, ended }: JournalEntries = { done: {}, open: {}, ended: {} }) {
    this.#done = new Map(Object.entries(done).map(([key, one]) => [key, { ...one, next: one.next }]));
    this.#open = new Map(Object.entries(open));
    this.#ended = new Map(Object.entries(ended));
  }

  /** What a state came to; undefined where it was not left yet. */
  left(scope: string, nth: number): Done | undefined {
    return this.#done.get(keyOf(scope, nth));
  }

  /** The event by which a state was entered that was not left. */
  entered(scope: string, nth: number): number | undefined {
    return this.#open.get(keyOf(scope, nth));
  }

  enter(scope: string, nth: number, event: number): void {
    this.#open.set(keyOf(scope, nth), event);
  }

  leave(scope: string, nth: number, done: Done): void {
    this.#open.delete(keyOf(scope, nth));
    this.#done.set(keyOf(scope, nth), done);
  }

  /** What a branch came to; undefined where it has not ended yet. */
  result(scope: string): Json | undefined {
    return this.#ended.get(scope);
  }

  end(scope: string, result: Json): void {
    this.#ended.set(scope, result);
  }

  /** Forgets what the branches of a state have done, since it begins anew. */
  forget(scope: string, state: string): void {
    const prefix = within(scope, state, '');
    for (const kept of [this.#done, this.#open, this.#ended]) {
      for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key);
    }
  }

  entries(): JournalEntries {
    const [done, open, ended] = [this.#done, this.#open, this.#ended].map((kept) => Object.fromEntries(kept));
    return journalSchema.parse({ done, open, ended });
  }
}

const keyOf = (scope: string, nth: number) => `${scope}#${nth}`;
