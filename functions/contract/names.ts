/**
 * What a value is called on its way from a file to the clean rows, in SQL; `at` is the place of its column in the
 * contract. What begins with $ is the engine's own: columns as they were delivered lie beside, under the first name.
 */
export const nameOf = {
  /** As the file has it, by its column's place or name there; not yet in quotes. */
  delivered: (column: number | string) => `$c_${column}`,
  /** The text of a column of the contract, as a format gives it. */
  given: (at: number) => `"$${at}"`,
  /** The text to read: NULL where it means no value. */
  text: (at: number) => `"$t${at}"`,
  /** That text, cast; of what a cast alone would take too much for. */
  cast: (at: number) => `"$v${at}"`,
  /** Typed, in a staged file. */
  staged: (at: number) => `v${at}`,
};
