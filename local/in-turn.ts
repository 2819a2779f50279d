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
