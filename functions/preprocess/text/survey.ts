import { open, rm } from 'node:fs/promises';
import { FileFault } from '../fault.ts';
import { type Aside, evenLines } from './even.ts';
import { Lines, lineFeed, type OnEnd } from './lines.ts';
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

/** Read at a time. */
export const chunkBytes = 1 << 20;
const controls = [1, 2, 3];

/**
 * Looks at a text file, and writes it anew where it is not UTF-8, or has empty lines or line ends of several kinds.
 * Throws FileFault for what no reading can mend.
 */
export async function textFile(path: string, separator?: string): Promise<TextFile> {
  const { uneven, odd, skipped, ...found } = await survey(path, separator);
  if (odd.size > mostOdd)
    throw new FileFault(`has blanks beside the quotes of its values in ${odd.size} rows. ${oddAdvice}`);
  if (odd.has(1)) throw new FileFault(`has blanks beside the quotes in its header. ${oddAdvice}`);
  if (!uneven && !found.foreign && odd.size === 0) return { path, ...found, aside: [] };
  const even = `${path}.even`;
  const aside = await evenLines(path, even, { separator, skipped, foreign: found.foreign, odd });
  await rm(path);
  const { start } = await startOf(even);
  return { ...found, aside, path: even, start: found.foreign ? Buffer.from(withoutMarks(start.toString())) : start };
}

/** Each is kept as a text; more are no accident. */
const mostOdd = 200_000;
const oddAdvice = 'Export it without blanks between quotes and separators';

interface Survey extends Omit<TextFile, 'path' | 'aside'> {
  readonly uneven: boolean;
  /** Lines to put aside, by their number, and why. */
  readonly odd: ReadonlyMap<number, string>;
  /** Bytes of a byte order mark. */
  readonly skipped: number;
}

async function survey(path: string, separator: string | undefined): Promise<Survey> {
  const { start, skipped } = await startOf(path);
  const lines = new Lines(separator);
  const utf8 = new Utf8();
  const ends = { lineFeed: 0, carriageReturn: 0, both: 0, empty: 0 };
  let [offset, lineStart, last] = [0, 0, 0];
  let longest = { bytes: 0, line: 0 };
  const odd = new Map<number, string>();
  let free = separator === undefined ? controls : [];
  const ended = () => ends.lineFeed + ends.carriageReturn - ends.empty;
  const end = (at: number, line: number) => {
    if (at - lineStart > longest.bytes) longest = { bytes: at - lineStart, line };
    lineStart = at + 1;
    if (lines.odd) odd.set(line, lines.odd);
    lines.odd = '';
  };
  const onEnd: OnEnd = (at, byte, second) => {
    if (second) ends.both++;
    else if (byte === lineFeed) ends.lineFeed++;
    else ends.carriageReturn++;
    if (!second && offset + at === lineStart) ends.empty++;
    end(offset + at, ended());
  };
  await eachChunk(path, skipped, (chunk) => {
    utf8.feed(chunk);
    free = free.filter((one) => !chunk.includes(one));
    last = lastOf(chunk) ?? last;
    lines.feed(chunk, onEnd);
    offset += chunk.length;
  });
  if (lines.inside) throw new FileFault(`has a quote in row ${ended()} that is never closed. Close it, or double it`);
  const count = ended() + (offset > lineStart ? 1 : 0);
  end(offset, count);
  const kinds = [ends.lineFeed, ends.carriageReturn - ends.both, ends.both].filter((count) => count > 0).length;
  const { nul, multiline, stray } = lines;
  const uneven = kinds > 1 || ends.empty > 0;
  return {
    start,
    skipped,
    lines: count,
    nul,
    free,
    foreign: !utf8.ends(),
    last,
    multiline,
    stray,
    longest,
    uneven,
    odd,
  };
}

const blanks = new Set([...' \t\r\n'].map((one) => one.charCodeAt(0)));

/** The last byte of the chunk that is no blank; undefined where all are. */
function lastOf(chunk: Buffer): number | undefined {
  for (let at = chunk.length - 1; at >= 0; at--) if (!blanks.has(chunk[at] ?? 0)) return chunk[at];
  return undefined;
}

/** Reads into one buffer, over and over, which takes half the time of a stream; so no chunk may be kept. */
async function eachChunk(path: string, start: number, work: (chunk: Buffer) => void): Promise<void> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    let position = start;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
      if (bytesRead === 0) return;
      work(buffer.subarray(0, bytesRead));
      position += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** The first megabyte of a text file, behind a byte order mark; throws FileFault where it is no text. */
export async function startOf(path: string): Promise<{ start: Buffer; skipped: number }> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const skipped = bytes.subarray(0, bom.length).equals(bom) ? bom.length : 0;
    if (bytesRead === skipped) throw new FileFault('is empty. Upload it again, or leave it out');
    const wrong = signatures.find(({ begins }) => bytes.indexOf(begins, 0, 'latin1') === 0);
    if (wrong) throw new FileFault(wrong.fault);
    if (bytes.subarray(0, 4).includes(0)) {
      throw new FileFault('is no text, or UTF-16 without its mark. Save it as UTF-8');
    }
    return { start: bytes.subarray(skipped), skipped };
  } finally {
    await file.close();
  }
}

/** First bytes that tell that a file is no text, whatever its name says. */
const signatures = [
  { begins: '\xff\xfe', fault: 'is UTF-16. Save it as UTF-8' },
  { begins: '\xfe\xff', fault: 'is UTF-16. Save it as UTF-8' },
  { begins: '\x1f\x8b', fault: 'is a gzip file. Add .gz to its name' },
  { begins: 'PK\x03\x04', fault: 'is a zip archive or a spreadsheet. Export it as CSV' },
  { begins: 'PAR1', fault: 'is a Parquet file. Name it .parquet' },
] as const;
