/** A text, or a list of them, in TypeScript; what cannot be seen is written as its number. */
export const code = (value: string | readonly string[]): string =>
  typeof value === 'string'
    ? JSON.stringify(value).replace(/(?! )[\p{C}\p{Z}]/gu, escaped)
    : `[${value.map((one) => code(one)).join(', ')}]`;

const escaped = (character: string) =>
  [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
