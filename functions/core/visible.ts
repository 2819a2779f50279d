/** A text from outside in quotes, as a person can see it: what is invisible, or looks like a blank and is none, is written as `<U+00A0>`. */
export const visible = (text: string): string =>
  `"${text.replace(/[\p{C}\p{Z}]/gu, (one) => (one === ' ' ? one : `<${codeOf(one)}>`))}"`;

const codeOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** So many names tell what a file has. */
const told = 30;

/** The first names of a list, each made visible, and how many more there are. */
export const visibleNames = (names: readonly string[]): string =>
  [...names.slice(0, told).map(visible), ...(names.length > told ? [`and ${names.length - told} more`] : [])].join(
    ', ',
  );

/**
 * Joiners where a script or an emoji needs them, line breaks and tabs; or else what cannot be seen: controls, marks of
 * direction, what has no width, and what only looks empty. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const unseen =
  /(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Sinhala}\p{M}])[\u200c\u200d](?=\p{L})|(?<=\p{Emoji})\ufe0f?\u200d(?=\p{Emoji})|[\t\n\r]|([\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800])/gu;

/** A text from outside on a page: what cannot be seen, or would turn the text around it, is written as `⟨U+202E⟩`. */
export const legible = (text: string): string =>
  text.replace(unseen, (all: string, hidden: string | undefined) =>
    hidden === undefined || /^[\ufe00-\ufe0f]$/.test(hidden) ? all : `⟨${codeOf(hidden)}⟩`,
  );
