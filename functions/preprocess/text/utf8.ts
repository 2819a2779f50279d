import { isUtf8 } from 'node:buffer';

/** The byte order mark; the engine takes one off the beginning of a file. */
export const bom = Buffer.from([0xef, 0xbb, 0xbf]);

/** Said of a row that has U+FFFD where other bytes were. */
export const notUtf8 = 'has bytes that are not UTF-8';

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
    this.begun = Buffer.from(bytes.subarray(end)); // a copy, as the chunk's own bytes may be read into again
  }

  /** Told when all chunks were fed. */
  ends(): boolean {
    return this.valid && isUtf8(this.begun);
  }
}
