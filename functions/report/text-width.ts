/** Widths in em of a usual sans-serif, wide enough for all of them. */
const classes: readonly (readonly [RegExp, number])[] = [
  [/[ !'(),.:;I[\]fijlrt|]/, 0.34],
  [/[MWmw@%]/, 0.92],
  [/[A-Z&]/, 0.7],
  // Ideographs, Hangul, emoji.
  [/[^\0-\u2e7f]/u, 1.05],
];

/** The width of a text in em, near enough to leave room for labels. */
export const textWidth = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (classes.find(([letters]) => letters.test(letter))?.[1] ?? 0.63), 0);
