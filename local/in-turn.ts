/** The work, of which one call waits for the end of the one before. */
export function inTurn<Asked extends unknown[], T>(
  work: (...asked: Asked) => Promise<T>,
): (...asked: Asked) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (...asked) => {
    const turn = before.then(() => work(...asked));
    before = turn.catch(() => undefined);
    return turn;
  };
}

/** The work, of which one call waits for the end of the one before; all that wait at once share one. */
export function shared(work: () => Promise<void>): () => Promise<void> {
  let before: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= before.then(() => {
      next = undefined;
      const turn = work();
      before = turn.catch(() => undefined);
      return turn;
    });
    return next;
  };
}
