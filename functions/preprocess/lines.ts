export const lineFeed = 0x0a;
const [carriageReturn, quote] = [0x0d, 0x22];

/** Called for each byte that ends a line, with its place in the chunk; `second` is the LF of a CR LF. */
export type OnEnd = (at: number, ending: number, second: boolean) => void;

/**
 * Finds the ends of lines in the bytes of a text file, chunk by chunk; those between quotes are part of a value.
 * As in DuckDB, a quote opens a value only where a field begins.
 */
export class Lines {
  nul = false;
  /** Whether a quote is open. */
  inside = false;
  /** Whether a value had a line end in it. */
  multiline = false;
  /** Closing quotes with text behind them. */
  stray = 0;
  private previous = lineFeed;
  /** Whether the previous byte, if it was a quote, closed a value: a further one is then an escaped quote. */
  private closed = false;
  private readonly separator: number | undefined;

  /** `separator` is undefined for formats without quotes. */
  constructor(separator: string | undefined) {
    this.separator = separator === undefined ? undefined : Buffer.from(separator).at(-1);
  }

  feed(chunk: Buffer, onEnd: OnEnd): void {
    const plain = !this.inside && this.previous !== carriageReturn && notable.every((one) => !chunk.includes(one));
    if (plain) for (let at = next(chunk, 0); at >= 0; at = next(chunk, at + 1)) onEnd(at, lineFeed, false);
    else this.eachByte(chunk, onEnd);
    this.previous = chunk.at(-1) ?? this.previous;
  }

  private eachByte(chunk: Buffer, onEnd: OnEnd): void {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte > quote) continue;
      const previous = at > 0 ? (chunk[at - 1] ?? 0) : this.previous;
      if (byte === quote && this.separator !== undefined) this.turn(previous, chunk[at + 1]);
      else if (byte === 0) this.nul = true;
      else if (byte !== lineFeed && byte !== carriageReturn) continue;
      else if (this.inside) this.multiline = true;
      else onEnd(at, byte, byte === lineFeed && previous === carriageReturn);
    }
  }

  private turn(previous: number, next: number | undefined): void {
    const begins = previous === this.separator || previous === lineFeed || previous === carriageReturn;
    const escaped = previous === quote && this.closed;
    this.closed = this.inside;
    this.inside = !this.inside && (begins || escaped);
    if (this.closed && next !== undefined && next > quote && next !== this.separator) this.stray++;
  }
}

/** A chunk without these is searched for line feeds natively, which is far faster than a look at each byte. */
const notable = [quote, 0, carriageReturn];

const next = (chunk: Buffer, from: number) => chunk.indexOf(lineFeed, from);
