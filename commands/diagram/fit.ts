/** How many letters wide a text is: those of Chinese, Japanese and Korean are as wide as two. */
export const lettersIn = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/[\u1100-\u11ff\u2e80-\uffdc]|[^\0-\uffff]/u.test(letter) ? 2 : 1), 0);

/** No letter of a note is wider, on average. */
export const noteLetter = 6.4;

/** A note, or what of it a place of that width has room for. */
export function fitted(note: string, width: number): string {
  const room = width / noteLetter;
  if (lettersIn(note) <= room) return note;
  const letters = [...note];
  while (letters.length > 0 && lettersIn(letters.join('')) > room - 1) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
