import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Bucket, Hear } from '../../core/world.ts';
import { FileFault } from '../fault.ts';
import { Lines, lineFeed } from '../text/lines.ts';
import { mostRowBytes, startBytes } from '../text/survey.ts';
import { bom } from '../text/utf8.ts';

/** The place behind the header in the beginning of a CSV file; undefined where it does not end there. */
export function headerEnd(start: Buffer, separator: string): number | undefined {
  let end: number | undefined;
  new Lines(separator).feed(start, (at) => {
    end ??= at + 1;
  });
  if (end === undefined) return undefined;
  return start[end - 1] !== lineFeed && start[end] === lineFeed ? end + 1 : end;
}

interface CutLines {
  readonly key: string;
  readonly size: number;
  readonly from: number;
  readonly to: number;
  /** Of a CSV file, whose header stands before its lines. */
  readonly separator: string | undefined;
}

/**
 * Writes the lines of an object that begin from one byte to before another into a file, behind the object's header where
 * it has one; how many bytes of lines they are. A line ends with LF. Throws FileFault for a line without an end in sight.
 */
export async function fetchLines(
  { key, size, separator, ...range }: CutLines,
  { bucket, path, hear }: { readonly bucket: Bucket; readonly path: string; readonly hear: Hear },
): Promise<{ bytes: number }> {
  const look = async (from: number, bytes: number) => {
    await bucket.downloadPart({ key, from, to: Math.min(from + bytes, size) }, path);
    const found = await readFile(path);
    await rm(path);
    return found;
  };
  const [from, to] = [await lineAt(range.from, size, look), await lineAt(range.to, size, look)];
  if (from >= to) return { bytes: 0 };
  const before = from === 0 ? Buffer.alloc(0) : await beforeLines(separator, look);
  await writeFile(path, before);
  hear(before);
  return { bytes: await bucket.downloadPart({ key, from, to }, path, { at: before.length, hear }) };
}

type Look = (from: number, bytes: number) => Promise<Buffer>;

/** What stands before the lines of a part: the header, or a byte order mark, so that one in its first line is text. */
async function beforeLines(separator: string | undefined, look: Look): Promise<Buffer> {
  if (separator === undefined) return bom;
  const start = await look(0, startBytes);
  return start.subarray(0, headerEnd(start, separator) ?? 0);
}

/** Where the first line begins that does so at a byte or behind it. */
async function lineAt(at: number, size: number, look: Look): Promise<number> {
  if (at === 0 || at >= size) return Math.min(at, size);
  for (const bytes of [1 << 16, 1 << 20, mostRowBytes + 1]) {
    const end = (await look(at - 1, bytes)).indexOf(lineFeed);
    if (end >= 0) return at + end;
    if (at - 1 + bytes >= size) return size;
  }
  throw new FileFault(
    `has a line of more than ${mostRowBytes} bytes, or lines without LF, behind byte ${at}. Export it anew`,
  );
}
