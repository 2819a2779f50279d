/** Work that goes on by itself. */
export class UnderWay {
  readonly #work = new Set<Promise<void>>();
  readonly #faults: unknown[] = [];

  follow(going: Promise<void>): void {
    const work = going.catch((error: unknown) => void this.#faults.push(error)).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  /** Resolves when none is left; throws what went wrong first. */
  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
    if (this.#faults.length > 0) throw this.#faults[0];
  }
}
