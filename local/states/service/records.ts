import { type Entry, entries } from './record.ts';
import { unread } from './state-machine.ts';
import type { Store } from './store.ts';

/** Keeps what happens to executions: all that happens at once in one line, so that none of it is kept without the rest. */
export class Records {
  readonly #store: Store;
  readonly #unkept = new Map<string, Entry[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds to the record of an execution. */
  note(arn: string, entry: Entry): void {
    if (this.#unkept.size === 0) setImmediate(() => this.flush());
    const noted = this.#unkept.get(arn) ?? [];
    this.#unkept.set(arn, noted);
    noted.push(entry);
  }

  /** Keeps what was noted. */
  flush(): void {
    for (const [arn, noted] of this.#unkept) this.#store.append(arn, noted.map(plain));
    this.#unkept.clear();
  }

  /** Resolves when what was begun before has gone as far as it does by itself, and is kept. */
  async kept(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.flush();
  }

  forget(arn: string): void {
    this.#unkept.delete(arn);
    this.#store.remove(arn);
  }

  /** Every record, in the order in which the executions began. */
  load(): Entry[][] {
    const all = this.#store.logs().map((lines) => lines.flatMap((line) => entries.parse(line)));
    return all.filter((one) => one.length > 0).toSorted((a, b) => beginningOf(a) - beginningOf(b));
  }
}

const plain = (entry: Entry) =>
  'start' in entry ? { start: { ...entry.start, stateMachine: unread(entry.start.stateMachine) } } : entry;

const beginningOf = ([first]: Entry[]): number => (first && 'start' in first ? first.start.startedAt.getTime() : 0);
