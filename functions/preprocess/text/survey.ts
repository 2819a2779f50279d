import { open, rm } from 'node:fs/promises';
import type { Hear } from '../../core/world.ts';
import { FileFault } from '../fault.ts';
import { Digits } from './digits.ts';
import { type Aside, evenLines } from './even.ts';
import { carriageReturn, Lines, lineFeed, type OnEnd } from './lines.ts';
import { RareNumbers } from './rare.ts';
import { bom, Utf8, withoutMarks } from './utf8.ts';

/** A text file that can be read as it is, after a look at every byte of it. */
export interface TextFile {
  readonly path: string;
  /** The first megabyte at most, without a byte order mark. */
  readonly start: Buffer;
  /** Lines that are not empty; of a value with line ends in it only the last counts. */
  readonly lines: number;
  readonly nul: boolean;
  /** Control characters that stand nowhere in it, of those that no text needs. */
  readonly free: readonly number[];
  /** Whether it may have numbers with more digits than a double holds; told of formats without quotes. */
  readonly longNumbers: boolean;
  /** Whether it may have numbers that a double is written with an exponent for, and NaN or Infinity; told of the same. */
  readonly rareNumbers: Pick<RareNumbers, 'exponents' | 'words'>;
  /** Whether it had bytes that are not UTF-8; `foreignMark` stands in their place. */
  readonly foreign: boolean;
  /** The last byte that is no blank. */
  readonly last: number;
  /** Whether values have line ends in them. */
  readonly multiline: boolean;
  /** Closing quotes with text behind them. */
  readonly stray: number;
  /** The longest line: its bytes, and its number, of lines that are not empty. */
  readonly longest: { readonly bytes: number; readonly line: number };
  /** Lines that stand in the file no more, as what is between their quotes and separators would be dropped. */
  readonly aside: readonly Aside[];
}

/** The most bytes of a row: DuckDB's own limit for an object of JSON. */
export const mostRowBytes = 16 * 1024 ** 2;

/** Of what a file begins with. */
export const startBytes = 1 << 20;
const controls = [1, 2, 3];

/**
 * Tells of a text file that was surveyed, and writes it anew where it is not UTF-8, or has empty lines, line ends of
 * several kinds, or a header on several lines. Throws FileFault for what no reading can mend.
 */
export async function textFile(path: string, survey: Survey): Promise<TextFile> {
  const { uneven, spread, odd, skipped, ...found } = survey.end();
  if (odd.size > mostOdd)
    throw new FileFault(`has blanks beside the quotes of its values in ${odd.size} rows. ${oddAdvice}`);
  if (odd.has(1)) throw new FileFault(`has blanks beside the quotes in its header. ${oddAdvice}`);
  if (!uneven && !spread && !found.foreign && odd.size === 0) return { path, ...found, aside: [] };
  const even = `${path}.even`;
  const { separator } = survey;
  const aside = await evenLines(path, even, { separator, skipped, foreign: found.foreign, odd, spread });
  await rm(path);
  const start = spread ? withoutEmptyLines(found.start) : startOf(await firstBytes(even)).start;
  return { ...found, aside, path: even, start: found.foreign ? Buffer.from(withoutMarks(start.toString())) : start };
}

const withoutEmptyLines = (start: Buffer) =>
  start.subarray(start.findIndex((byte) => byte !== lineFeed && byte !== carriageReturn));

/** Each is kept as a text; more are no accident. */
const mostOdd = 200_000;
const oddAdvice = 'Export it without blanks between quotes and separators';

interface Surveyed extends Omit<TextFile, 'path' | 'aside'> {
  readonly uneven: boolean;
  /** Whether its first line has line ends between quotes. */
  readonly spread: boolean;
  /** Lines to put aside, by their number, and why. */
  readonly odd: ReadonlyMap<number, string>;
  /** Bytes of a byte order mark. */
  readonly skipped: number;
}

/** A look at every byte of a text file, while it comes; `separator` is undefined for formats without quotes. */
export class Survey {
  readonly separator: string | undefined;
  /** What came first, until it is a megabyte. */
  private first: Buffer = Buffer.alloc(0);
  private begun: (Start & { readonly fault: string | undefined }) | undefined;
  private readonly lines: Lines;
  private readonly utf8 = new Utf8();
  private readonly digits = new Digits();
  private readonly rareNumbers = new RareNumbers();
  private readonly ends = { lineFeed: 0, carriageReturn: 0, both: 0, empty: 0 };
  /** Lines that have ended, without those that are empty; made of `ends` for each line, it takes a quarter of the look. */
  private ended = 0;
  private readonly odd = new Map<number, string>();
  private free: readonly number[];
  private offset = 0;
  private lineStart = 0;
  private last = 0;
  private longest = { bytes: 0, line: 0 };
  private spread = false;

  constructor(separator?: string) {
    this.separator = separator;
    this.lines = new Lines(separator);
    this.free = separator === undefined ? controls : [];
  }

  readonly hear: Hear = (chunk) => {
    if (this.begun) return this.look(chunk);
    this.first = Buffer.concat([this.first, chunk]);
    if (this.first.length >= startBytes) this.begin();
  };

  /** What it is, once all of it was heard; throws FileFault where it is no text, or a quote in it is never closed. */
  end(): Surveyed {
    const { start, skipped, fault } = this.begun ?? this.begin();
    if (fault) throw new FileFault(fault);
    this.lines.end();
    const { ends, odd, last, free } = this;
    if (this.lines.inside)
      throw new FileFault(`has a quote in row ${this.ended} that is never closed. Close it, or double it`);
    const lines = this.ended + (this.offset > this.lineStart ? 1 : 0);
    if (lines === 0) throw new FileFault('is empty. Upload it again, or leave it out');
    this.endLine(this.offset, lines);
    const { nul, multiline, stray } = this.lines;
    const kinds = [ends.lineFeed, ends.carriageReturn - ends.both, ends.both].filter((count) => count > 0).length;
    const uneven = kinds > 1 || ends.empty > 0;
    const foreign = !this.utf8.ends();
    const { spread, rareNumbers } = this;
    const seen = {
      start,
      skipped,
      lines,
      nul,
      free,
      foreign,
      last,
      multiline,
      stray,
      uneven,
      spread,
      odd,
      rareNumbers,
    };
    return { ...seen, longest: this.longest, longNumbers: this.digits.long };
  }

  private begin() {
    this.begun = { ...startOf(this.first), fault: noText(this.first) };
    this.look(this.first.subarray(this.begun.skipped));
    return this.begun;
  }

  private look(chunk: Buffer): void {
    if (this.begun?.fault) return;
    this.utf8.feed(chunk);
    this.free = this.free.filter((one) => !chunk.includes(one));
    if (this.separator === undefined) {
      this.digits.feed(chunk);
      this.rareNumbers.feed(chunk);
    }
    this.last = lastOf(chunk) ?? this.last;
    this.lines.feed(chunk, this.onEnd);
    this.offset += chunk.length;
  }

  private readonly onEnd: OnEnd = (at, byte, second) => {
    const { ends } = this;
    if (second) ends.both++;
    else {
      if (byte === lineFeed) ends.lineFeed++;
      else ends.carriageReturn++;
      if (this.offset + at === this.lineStart) ends.empty++;
      else this.ended++;
    }
    this.endLine(this.offset + at, this.ended);
  };

  private endLine(at: number, line: number): void {
    if (at - this.lineStart > this.longest.bytes) this.longest = { bytes: at - this.lineStart, line };
    this.lineStart = at + 1;
    if (this.lines.odd) this.odd.set(line, this.lines.odd);
    this.lines.odd = '';
    if (line !== 1) return;
    this.spread ||= this.lines.multiline;
    this.lines.multiline = false; // the header is none of the values
  }
}

const blanks = new Set([...' \t\r\n'].map((one) => one.charCodeAt(0)));

/** The last byte of the chunk that is no blank; undefined where all are. */
function lastOf(chunk: Buffer): number | undefined {
  for (let at = chunk.length - 1; at >= 0; at--) if (!blanks.has(chunk[at] ?? 0)) return chunk[at];
  return undefined;
}

/** The bytes that a file begins with, a megabyte at most. */
export async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(startBytes), 0, startBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

interface Start {
  /** The first megabyte at most, without a byte order mark. */
  readonly start: Buffer;
  /** Bytes of that mark. */
  readonly skipped: number;
}

/** How a text file begins whose first bytes these are. */
export function startOf(bytes: Buffer): Start {
  const skipped = bytes.subarray(0, bom.length).equals(bom) ? bom.length : 0;
  return { start: bytes.subarray(skipped, startBytes), skipped };
}

/** Why a file is no text whose first bytes these are, if it is none. */
export function noText(bytes: Buffer): string | undefined {
  const wrong = signatures.find(({ begins }) => bytes.indexOf(begins, 0, 'latin1') === 0);
  if (wrong) return wrong.fault;
  return bytes.subarray(0, 4).includes(0) ? 'is no text, or UTF-16 without its mark. Save it as UTF-8' : undefined;
}

/** First bytes that tell that a file is no text, whatever its name says. */
const signatures = [
  { begins: '\xff\xfe', fault: 'is UTF-16. Save it as UTF-8' },
  { begins: '\xfe\xff', fault: 'is UTF-16. Save it as UTF-8' },
  { begins: '\x1f\x8b', fault: 'is a gzip file. Add .gz to its name' },
  { begins: 'PK\x03\x04', fault: 'is a zip archive or a spreadsheet. Export it as CSV' },
  { begins: 'PAR1', fault: 'is a Parquet file. Name it .parquet' },
] as const;
