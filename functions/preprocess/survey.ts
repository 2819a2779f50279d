import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { FileFault } from './fault.ts';
import { Lines, lineFeed, type OnEnd } from './lines.ts';
import { Utf8 } from './utf8.ts';

/** A text file that can be read as it is, after a look at every byte of it. */
export interface TextFile {
  readonly path: string;
  /** The first megabyte at most, without a byte order mark. */
  readonly start: Buffer;
  /** Lines that are not empty; of a value with line ends in it only the last counts. */
  readonly lines: number;
  readonly nul: boolean;
  /** Whether it had bytes that are not UTF-8; U+FFFD stands in their place. */
  readonly foreign: boolean;
  /** Whether values have line ends in them. */
  readonly multiline: boolean;
  /** Closing quotes with text behind them. */
  readonly stray: number;
  /** The longest line: its bytes, and its number, of lines that are not empty. */
  readonly longest: { readonly bytes: number; readonly line: number };
}

/** The most bytes of a row: DuckDB's own limit for an object of JSON. */
export const mostRowBytes = 16 * 1024 ** 2;

/** Read at a time. */
export const chunkBytes = 1 << 20;
const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const newline = Buffer.from('\n');
const chunksOf = (path: string, start: number) => createReadStream(path, { start, highWaterMark: chunkBytes });

/**
 * Looks at a text file, and writes it anew where it is not UTF-8, or has empty lines or line ends of several kinds.
 * Throws FileFault for what no reading can mend.
 */
export async function textFile(path: string, separator?: string): Promise<TextFile> {
  const { uneven, ...found } = await survey(path, separator);
  if (!uneven && !found.foreign) return { path, ...found };
  const even = `${path}.even`;
  await evenLines(path, even, { separator, foreign: found.foreign });
  await rm(path);
  return { ...found, path: even, start: (await startOf(even)).start };
}

type Survey = Omit<TextFile, 'path'> & { readonly uneven: boolean };

async function survey(path: string, separator: string | undefined): Promise<Survey> {
  const { start, skipped } = await startOf(path);
  const lines = new Lines(separator);
  const utf8 = new Utf8();
  const ends = { lineFeed: 0, carriageReturn: 0, both: 0, empty: 0 };
  let [offset, lineStart] = [0, 0];
  let longest = { bytes: 0, line: 0 };
  const ended = () => ends.lineFeed + ends.carriageReturn - ends.empty;
  const end = (at: number, line: number) => {
    if (at - lineStart > longest.bytes) longest = { bytes: at - lineStart, line };
    lineStart = at + 1;
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
    lines.feed(chunk, onEnd);
    offset += chunk.length;
  });
  if (lines.inside) throw new FileFault(`has a quote in row ${ended()} that is never closed. Close it, or double it`);
  const count = ended() + (offset > lineStart ? 1 : 0);
  end(offset, count);
  const kinds = [ends.lineFeed, ends.carriageReturn - ends.both, ends.both].filter((count) => count > 0).length;
  const { nul, multiline, stray } = lines;
  const uneven = kinds > 1 || ends.empty > 0;
  return { start, lines: count, nul, foreign: !utf8.ends(), multiline, stray, longest, uneven };
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

async function startOf(path: string): Promise<{ start: Buffer; skipped: number }> {
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

interface Unevenness {
  readonly separator: string | undefined;
  readonly foreign: boolean;
}

async function evenLines(from: string, to: string, { separator, foreign }: Unevenness): Promise<void> {
  const { skipped } = await startOf(from);
  const evened = (chunks: AsyncIterable<Buffer>) => even(foreign ? inUtf8(chunks) : chunks, new Lines(separator));
  await pipeline(chunksOf(from, skipped), evened, createWriteStream(to));
}

async function* even(chunks: AsyncIterable<Buffer>, lines: Lines): AsyncGenerator<Buffer> {
  let empty = true;
  for await (const chunk of chunks) {
    const parts: Buffer[] = [];
    let from = 0;
    lines.feed(chunk, (at) => {
      parts.push(chunk.subarray(from, at));
      if (at > from || !empty) parts.push(newline);
      empty = true;
      from = at + 1;
    });
    if (from < chunk.length) empty = false;
    parts.push(chunk.subarray(from));
    yield Buffer.concat(parts);
  }
}

/** UTF-8, with U+FFFD for each byte that is none. */
async function* inUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
