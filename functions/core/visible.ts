/** A text from outside in quotes, as a person can see it: what is invisible, or looks like a blank and is none, is written as `<U+00A0>`. */
export const visible = (text: string): string =>
  `"${text.replace(/[\p{C}\p{Z}]/gu, (one) => (one === ' ' ? one : `<U+${codeOf(one)}>`))}"`;

const codeOf = (character: string) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/** So many names tell what a file has. */
const told = 30;

/** The first names of a list, each made visible, and how many more there are. */
export const visibleNames = (names: readonly string[]): string =>
  [...names.slice(0, told).map(visible), ...(names.length > told ? [`and ${names.length - told} more`] : [])].join(
    ', ',
  );
