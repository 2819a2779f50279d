import { type Json, type JsonObject, sizeOf } from '../json.ts';
import type { Watch } from '../watch.ts';

/** Variables by their names; those of an outer scope are seen, and stay as they are. */
export class Variables {
  readonly #outer: Variables | undefined;
  readonly #own = new Map<string, Json>();
  readonly #bytes = new Map<string, number>();

  constructor(outer?: Variables) {
    this.#outer = outer;
  }

  get(name: string): Json | undefined {
    return this.#own.has(name) ? this.#own.get(name) : this.#outer?.get(name);
  }

  set(values: JsonObject): void {
    for (const [name, value] of Object.entries(values)) {
      this.#own.set(name, value);
      this.#bytes.set(name, sizeOf(value));
    }
  }

  /** The bytes of all that is seen, with these values assigned. */
  bytesWith(values: JsonObject): number {
    const bytes = this.#allBytes();
    for (const [name, value] of Object.entries(values)) bytes.set(name, sizeOf(value));
    return [...bytes.values()].reduce((sum, one) => sum + one, 0);
  }

  #allBytes(): Map<string, number> {
    return new Map([...(this.#outer ? this.#outer.#allBytes() : []), ...this.#bytes]);
  }

  all(): JsonObject {
    return { ...this.#outer?.all(), ...Object.fromEntries(this.#own) };
  }
}

/** What an expression sees beside the data. */
export interface Scope {
  /** The context object: `$$`, `$states.context`. */
  readonly context: JsonObject;
  readonly variables: Variables;
  /** Hears how far the data of a state has come. */
  readonly step?: Watch['step'];
}
