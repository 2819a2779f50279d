/** A double holds so many digits, whatever they are. */
const held = 15;

/** Tells whether more digits than a double holds, points among them, stand in a row anywhere in a text that comes in chunks. */
export class Digits {
  long = false;
  /** So many stand at the end of what came. */
  private last = 0;

  feed(chunk: Buffer): void {
    if (this.long) return;
    // A long row from `start` on reaches `end`. Seen from there, one other byte rules out all that begin before it.
    let start = -this.last;
    for (let end = start + held; end < chunk.length; end = start + held) {
      const other = lastOther(chunk, start, end);
      this.long = other === undefined;
      if (other === undefined) return;
      start = other + 1;
    }
    const other = lastOther(chunk, start, chunk.length - 1) ?? start - 1;
    this.last = chunk.length - 1 - other;
  }
}

/** The last of these bytes that is no digit and no point, if one is; those before the chunk are. */
function lastOther(chunk: Buffer, first: number, last: number): number | undefined {
  for (let at = last; at >= Math.max(first, 0); at--) if (!isDigit(chunk[at] ?? 0)) return at;
  return undefined;
}

const [point, zero, nine] = [0x2e, 0x30, 0x39];
const isDigit = (byte: number) => byte === point || (byte >= zero && byte <= nine);
