export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const blank = 0x20;
export const quote = 0x22;
/** Said of a row with text, and be it a blank, between a closing quote and the next separator. */
export const textBehindQuote = 'has text behind a closing quote';

/** So many bytes before a chunk are remembered; a longer row of blanks before a quote begins no value. */
const remembered = 1024;

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
  /** Why the line under way may not be read by DuckDB, which drops such blanks in silence; whoever asks sets it back. */
  odd = '';
  private previous = lineFeed;
  private before: Buffer = Buffer.from([lineFeed]);
  /** Whether the previous byte, if it was a quote, closed a value: a further one is then an escaped quote. */
  private closed = false;
  /** The bytes of the last chunk behind a closing quote, where a separator may begin with them. */
  private behind: Buffer | undefined;
  private readonly separator: Buffer | undefined;
  /** A chunk without these is searched for line feeds natively, which is far faster than a look at each byte. */
  private readonly notable: readonly number[];

  /** `separator` is undefined for formats without quotes. */
  constructor(separator: string | undefined) {
    this.separator = separator === undefined ? undefined : Buffer.from(separator);
    this.notable = separator === undefined ? [0, carriageReturn] : [quote, 0, carriageReturn];
  }

  feed(chunk: Buffer, onEnd: OnEnd): void {
    if (this.behind) this.closes(Buffer.concat([this.behind, chunk.subarray(0, this.separator?.length)]), 0);
    const plain = !this.inside && this.previous !== carriageReturn && !this.notable.some((one) => chunk.includes(one));
    if (plain) for (let at = next(chunk, 0); at >= 0; at = next(chunk, at + 1)) onEnd(at, lineFeed, false);
    else this.eachByte(chunk, onEnd);
    this.previous = chunk.at(-1) ?? this.previous;
    this.before = Buffer.concat([this.before, chunk.subarray(-remembered)]).subarray(-remembered);
  }

  /** Called when all chunks were fed. */
  end(): void {
    if (this.behind) this.tellBehindQuote(this.behind[0]);
    this.behind = undefined;
  }

  private eachByte(chunk: Buffer, onEnd: OnEnd): void {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte > quote) continue;
      const previous = at > 0 ? (chunk[at - 1] ?? 0) : this.previous;
      if (byte === quote && this.separator !== undefined) this.turn(chunk, at, previous);
      else if (byte === 0) this.nul = true;
      else if (byte !== lineFeed && byte !== carriageReturn) continue;
      else if (this.inside) this.multiline = true;
      else onEnd(at, byte, byte === lineFeed && previous === carriageReturn);
    }
  }

  private turn(chunk: Buffer, at: number, previous: number): void {
    if (this.inside) {
      this.inside = false;
      this.closed = true;
      this.closes(chunk, at + 1);
      return;
    }
    const escaped = previous === quote && this.closed;
    this.closed = false;
    this.inside = escaped || this.isEdge(chunk, at);
    if (previous === blank && !this.inside && this.isBehindBlanks(chunk, at)) this.odd = 'has blanks before a quote';
  }

  /** Looks at what is behind a closing quote, as far as it is there. */
  private closes(chunk: Buffer, at: number): void {
    const { separator = newline } = this;
    this.behind = undefined;
    let nth = 0;
    while (nth < separator.length && chunk[at + nth] === separator[nth]) nth++;
    if (nth === separator.length) return;
    if (at + nth === chunk.length) this.behind = Buffer.from(chunk.subarray(at));
    else this.tellBehindQuote(chunk[at]);
  }

  private tellBehindQuote(next = lineFeed): void {
    if (next > quote) this.stray++;
    // Of a longer separator DuckDB takes a part for the whole.
    if (next === blank || next === this.separator?.[0]) this.odd = textBehindQuote;
  }

  /** Whether there are only blanks between that place and the beginning of its value. */
  private isBehindBlanks(chunk: Buffer, at: number): boolean {
    let place = at;
    while (this.byteBefore(chunk, place) === blank && !this.isEdge(chunk, place)) place--;
    return this.isEdge(chunk, place) || this.byteBefore(chunk, place) === undefined;
  }

  /** Whether a value begins there: behind a separator, or the end of a line. */
  private isEdge(chunk: Buffer, at: number): boolean {
    const byte = this.byteBefore(chunk, at);
    if (byte === lineFeed || byte === carriageReturn) return true;
    const { separator = newline } = this;
    for (let nth = 1; nth <= separator.length; nth++)
      if (this.byteBefore(chunk, at - nth + 1) !== separator[separator.length - nth]) return false;
    return true;
  }

  private byteBefore(chunk: Buffer, at: number): number | undefined {
    return at > 0 ? chunk[at - 1] : this.before.at(at - 1);
  }
}

const newline = Buffer.from([lineFeed]);

const next = (chunk: Buffer, from: number) => chunk.indexOf(lineFeed, from);
