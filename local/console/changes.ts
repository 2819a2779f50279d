type Listener = () => void;

/** Tells whoever looks that something is not as it was: at once, and then once in a while as long as it goes on. */
export class Changes {
  readonly #listeners = new Set<Listener>();
  readonly #every: number;
  #waits = false;
  #missed = false;

  constructor(everyMilliseconds = 100) {
    this.#every = everyMilliseconds;
  }

  /** Gives how to stop that. */
  follow(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(): void {
    if (this.#waits) {
      this.#missed = true;
      return;
    }
    this.#waits = true;
    for (const listener of this.#listeners) listener();
    setTimeout(() => {
      this.#waits = false;
      if (!this.#missed) return;
      this.#missed = false;
      this.tell();
    }, this.#every).unref();
  }
}
