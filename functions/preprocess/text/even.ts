import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { blank, carriageReturn, Lines, lineFeed, quote } from './lines.ts';
import { bom, marked, withoutMarks } from './utf8.ts';

const chunkBytes = 1 << 20;
const newline = Buffer.from('\n');

/** A line that was put aside. */
export interface Aside {
  /** Its number, of lines that are not empty, from 1. */
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
}

interface Unevenness {
  /** Bytes before the first line. */
  readonly skipped: number;
  readonly separator: string | undefined;
  readonly foreign: boolean;
  /** Lines to put aside, by their number, and why. */
  readonly odd: ReadonlyMap<number, string>;
  /** Whether the first line is a header with line ends between quotes: DuckDB would take the first of them for its end. */
  readonly spread: boolean;
}

/** Writes a text file anew, in UTF-8 with marks for what is none, with LF behind each line and without empty ones; gives the lines that it put aside. */
export async function evenLines(
  from: string,
  to: string,
  { separator, skipped, foreign, odd, spread }: Unevenness,
): Promise<readonly Aside[]> {
  const evened = new EvenLines(new Lines(separator), odd, spread);
  const read = (chunks: AsyncIterable<Buffer>) => evened.of(foreign ? marked(chunks) : chunks);
  await pipeline(createReadStream(from, { start: skipped, highWaterMark: chunkBytes }), read, createWriteStream(to));
  return evened.aside;
}

/** What DuckDB may stumble over in a header, which it only has to pass over. */
const notable = new Set([lineFeed, carriageReturn, quote]);
const plain = (byte: number) => (notable.has(byte) ? blank : byte);

/** A line that DuckDB puts aside, for text behind a closing quote, so that the others keep their numbers. */
const putAside = Buffer.from('""!');

class EvenLines {
  readonly aside: Aside[] = [];
  private readonly lines: Lines;
  private readonly odd: ReadonlyMap<number, string>;
  private readonly spread: boolean;
  private line = 1;
  private empty = true;
  /** The line under way, where it is to be put aside. */
  private held: Buffer[] = [];

  constructor(lines: Lines, odd: ReadonlyMap<number, string>, spread: boolean) {
    this.lines = lines;
    this.odd = odd;
    this.spread = spread;
  }

  async *of(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    yield bom; // the one that the engine takes off: a further one is text
    for await (const chunk of chunks) {
      const parts: Buffer[] = [];
      // Lines from one place to the other stay as they are.
      let [from, to] = [0, 0];
      this.lines.feed(chunk, (at, ending, second) => {
        if (ending === carriageReturn && chunk[at + 1] === lineFeed) return; // the line ends with both
        const end = second && at > 0 ? at - 1 : at;
        if ((this.empty && end === to) || this.changes || ending === carriageReturn) {
          parts.push(chunk.subarray(from, to), ...this.take(chunk.subarray(to, end)), ...this.end());
          from = at + 1;
        } else {
          if (end < at) {
            parts.push(chunk.subarray(from, end));
            from = at;
          }
          this.next();
        }
        to = at + 1;
      });
      parts.push(chunk.subarray(from, to), ...this.take(chunk.subarray(to)));
      yield Buffer.concat(parts);
    }
    yield Buffer.concat(this.end());
  }

  /** Whether the line is one to put aside, or a header on several lines. */
  private get changes(): boolean {
    return this.odd.has(this.line) || (this.spread && this.line === 1);
  }

  private take(bytes: Buffer): Buffer[] {
    if (bytes.length > 0) this.empty = false;
    if (this.spread && this.line === 1) return [Buffer.from(bytes.map(plain))];
    if (!this.odd.has(this.line)) return [bytes];
    this.held.push(bytes);
    return [];
  }

  private end(): Buffer[] {
    if (this.empty) return [];
    const reason = this.odd.get(this.line);
    const held = reason ? [putAside] : [];
    if (reason) this.aside.push({ line: this.line, reason, raw: withoutMarks(Buffer.concat(this.held).toString()) });
    this.held = [];
    this.next();
    return [...held, newline];
  }

  private next(): void {
    this.line++;
    this.empty = true;
  }
}
