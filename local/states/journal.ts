import { z } from 'zod';
import { json } from './json.ts';
import { within } from './scope-name.ts';

const event = z.int();
const moment = z.iso.datetime();

const done = z.object({
  output: json,
  assigned: z.record(z.string(), json),
  next: z.string().optional(),
  /** By which it was left. */
  event,
});
const open = z.object({
  /** By which it was entered. */
  event,
  at: moment,
  /** How often it was tried before, how often by each rule of Retry, until when it pauses, and the last event of that. */
  attempt: z.object({ retries: z.int(), used: z.array(z.int()), until: moment.optional(), event }).optional(),
  /** What was begun, by its token or name, with the last event of it; what was answered, where its end is told later. */
  call: z.object({ token: z.string(), event, at: moment, given: z.object({ answer: json }).optional() }).optional(),
});
type Done = z.infer<typeof done>;
type Open = z.infer<typeof open>;
const ended = z.object({ output: json, event });
type Ended = z.infer<typeof ended>;

/** What an execution has done so far, as JSON: it goes on from there. */
export const journalSchema = z.object({
  /** States that are left, by where they ran: `<scope>#<how many came before them there>`. */
  done: z.record(z.string(), done),
  /** States that are entered and not left, likewise. */
  open: z.record(z.string(), open),
  /** Branches and items that have begun, by their scope, each with the event that tells so. */
  begun: z.record(z.string(), event),
  /** What they came to, likewise. */
  ended: z.record(z.string(), ended),
});
export type JournalEntries = z.infer<typeof journalSchema>;

/** One thing more that is done, as JSON. */
export const journalChange = z.union([
  z.object({ done: z.tuple([z.string(), done]) }),
  z.object({ open: z.tuple([z.string(), open]) }),
  z.object({ begun: z.tuple([z.string(), event]) }),
  z.object({ ended: z.tuple([z.string(), ended]) }),
  z.object({ forget: z.string() }),
]);
export type JournalChange = z.infer<typeof journalChange>;

const nothing: JournalEntries = { done: {}, open: {}, begun: {}, ended: {} };

/** Keeps what is done, so that it is done once, however often an execution is taken up again. */
export class Journal {
  readonly #done: Map<string, Done>;
  readonly #open: Map<string, Open>;
  readonly #begun: Map<string, number>;
  readonly #ended: Map<string, Ended>;
  readonly #hear: (change: JournalChange) => void;

  constructor(entries: JournalEntries = nothing, hear: (change: JournalChange) => void = () => undefined) {
    this.#done = new Map(Object.entries(entries.done));
    this.#open = new Map(Object.entries(entries.open));
    this.#begun = new Map(Object.entries(entries.begun));
    this.#ended = new Map(Object.entries(entries.ended));
    this.#hear = hear;
  }

  /** What a state came to; undefined where it was not left yet. */
  left(scope: string, nth: number): Done | undefined {
    return this.#done.get(keyOf(scope, nth));
  }

  /** A state that was entered and not left. */
  entered(scope: string, nth: number): Open | undefined {
    return this.#open.get(keyOf(scope, nth));
  }

  enter(scope: string, nth: number, open: Open): void {
    this.change({ open: [keyOf(scope, nth), open] });
  }

  /** Keeps more of a state that is entered. */
  note(scope: string, nth: number, more: Pick<Open, 'attempt' | 'call'>): void {
    const known = this.entered(scope, nth);
    if (known) this.enter(scope, nth, { ...known, ...more });
  }

  leave(scope: string, nth: number, done: Done): void {
    this.change({ done: [keyOf(scope, nth), done] });
  }

  /** The event by which a branch, or all of a state's branches, began. */
  begun(scope: string): number | undefined {
    return this.#begun.get(scope);
  }

  begin(scope: string, event: number): number {
    this.change({ begun: [scope, event] });
    return event;
  }

  /** What a branch came to; undefined where it has not ended yet. */
  result(scope: string): Ended | undefined {
    return this.#ended.get(scope);
  }

  end(scope: string, ended: Ended): void {
    this.change({ ended: [scope, ended] });
  }

  /** Forgets what the branches of a state have done, since it begins anew. */
  forget(scope: string, state: string): void {
    const prefix = within(scope, state, '');
    const all = [this.#done, this.#open, this.#begun, this.#ended];
    if (all.some((kept) => keysOf(kept, prefix).length > 0)) this.change({ forget: prefix });
  }

  /** Does what was done, or heard of. */
  change(change: JournalChange): void {
    if ('forget' in change) {
      const { forget: prefix } = change;
      for (const kept of [this.#done, this.#open, this.#begun, this.#ended])
        for (const key of keysOf(kept, prefix)) kept.delete(key);
    } else if ('done' in change) {
      this.#open.delete(change.done[0]);
      this.#done.set(...change.done);
    } else if ('open' in change) this.#open.set(...change.open);
    else if ('begun' in change) this.#begun.set(...change.begun);
    else this.#ended.set(...change.ended);
    this.#hear(change);
  }

  entries(): JournalEntries {
    const [done, open, begun, ended] = [this.#done, this.#open, this.#begun, this.#ended].map((kept) =>
      Object.fromEntries(kept),
    );
    return journalSchema.parse({ done, open, begun, ended });
  }
}

/** What a redrive goes on from: what is done stays so, and what was under way begins anew. */
export const redriven = ({ done, open, ended }: JournalEntries, now: Date): JournalEntries => ({
  done,
  open: Object.fromEntries(Object.entries(open).map(([key, { event }]) => [key, { event, at: now.toISOString() }])),
  begun: {},
  ended,
});

const keyOf = (scope: string, nth: number) => `${scope}#${nth}`;

const keysOf = (kept: ReadonlyMap<string, unknown>, prefix: string) =>
  [...kept.keys()].filter((key) => key.startsWith(prefix));
