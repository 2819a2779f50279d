/** The most letters of a cell, in UTF-16: https://support.microsoft.com/en-us/office/1672b34d-7043-467e-8e27-269d656771c3 */
const mostLetters = 32_767;

/** What XML 1.0 cannot hold, and halves of characters. */
const impossible = /(?![\t\n\r\u007f-\u009f])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Text in XML; what cannot stand there is U+FFFD. */
export const xmlText = (text: string): string =>
  text.replace(impossible, '\ufffd').replace(/[&<>"\r]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** A text as a cell holds it: cut to what it can hold, and with what a spreadsheet would read as a code told apart. */
export function cellText(text: string): string {
  const coded = text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  return xmlText(coded.length > mostLetters ? `${coded.slice(0, mostLetters - 1)}…` : coded);
}

/** The letters of a column, from 0: A, B, … Z, AA. */
export function columnLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnLetters(Math.floor(at / 26) - 1) + last;
}
