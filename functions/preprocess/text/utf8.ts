import { isUtf8 } from 'node:buffer';
import { literal } from '../../core/quote.ts';

/** The byte order mark; the engine takes one off the beginning of a file. */
export const bom = Buffer.from([0xef, 0xbb, 0xbf]);

/** Said of a row that has bytes that are not UTF-8. */
export const notUtf8 = 'has bytes that are not UTF-8';

/** Stands in the place of such bytes. */
export const replacement = '\ufffd';
const replacementBytes = Buffer.byteLength(replacement);
/** Stands for such bytes until their row is told by it: U+FFFD alone may be in any text, a noncharacter behind it is in none. */
export const foreignMark = `${replacement}\ufdd1`;

/** A text as it is shown and kept. */
export const withoutMarks = (text: string) => text.replaceAll(foreignMark, replacement);
/** SQL of such a text of a file that may have them. */
export const withoutMarksInSql = (text: string, foreign: boolean) =>
  foreign ? `replace(${text}, ${literal(foreignMark)}, ${literal(replacement)})` : text;

/** UTF-8, with a mark for what is none. */
export async function* marked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const decoded = (bytes: Buffer, stream: boolean) =>
    decoder.decode(bytes, { stream }).replaceAll(replacement, foreignMark);
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let [text, from] = ['', 0];
    for (let at = bytes.indexOf(replacement); at >= 0; at = bytes.indexOf(replacement, from)) {
      text += decoded(bytes.subarray(from, at), false) + replacement;
      from = at + replacementBytes;
    }
    // One of which the end comes with the next chunk is none yet.
    const end = Math.max(from, bytes.length - replacementBytes + 1);
    yield Buffer.from(text + decoded(bytes.subarray(from, end), true));
    rest = bytes.subarray(end);
  }
  yield Buffer.from(decoded(rest, false));
}

/** Whether bytes are UTF-8, chunk by chunk. */
export class Utf8 {
  private valid = true;
  /** The beginning of a character whose end comes with the next chunk. */
  private begun: Buffer = Buffer.alloc(0);

  feed(chunk: Buffer): void {
    if (!this.valid) return;
    const bytes = this.begun.length > 0 ? Buffer.concat([this.begun, chunk]) : chunk;
    let end = bytes.length;
    while (end > Math.max(0, bytes.length - 4) && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
    if ((bytes[end - 1] ?? 0) >= 0xc0) end--;
    else end = bytes.length;
    this.valid = isUtf8(bytes.subarray(0, end));
    this.begun = Buffer.from(bytes.subarray(end)); // a copy, so that the chunk may go
  }

  /** Told when all chunks were fed. */
  ends(): boolean {
    return this.valid && isUtf8(this.begun);
  }
}
