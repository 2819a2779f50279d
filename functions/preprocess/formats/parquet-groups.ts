import { open, readFile, rm } from 'node:fs/promises';
import type { Bucket } from '../../core/world.ts';
import { footerOf, type Group, groupsOf } from './parquet-footer.ts';

/** A Parquet file in the bucket. */
interface Grouped {
  readonly key: string;
  readonly size: number;
}

/** Row groups of a file, from one to before another, and what is known of them. */
export interface GroupPart {
  readonly from: number;
  readonly to: number;
  /** In the row groups before. */
  readonly rowsBefore: number;
  readonly rows: number;
  readonly bytes: number;
  readonly unpacked: number;
}

const magic = Buffer.from('PAR1');

/**
 * Cuts a file by its row groups into parts of about so many bytes, in order; undefined where it is to be read whole, as
 * a damaged, an encrypted or a small one is. The path is that of a file that may come and go.
 */
export async function partsOf(
  object: Grouped,
  bytes: number,
  { bucket, path }: { bucket: Bucket; path: string },
): Promise<GroupPart[] | undefined> {
  const found = await readFooter(object, path, bucket);
  const groups = found && groupsOf(found.footer, found.at);
  const parts = groups && cutGroups(groups, bytes);
  return parts && parts.length > 1 ? parts : undefined;
}

/** Gathers row groups that follow each other, in each part some with pages; none of them is split. */
export function cutGroups(groups: readonly Group[], most: number): GroupPart[] {
  const parts: GroupPart[] = [];
  let part: GroupPart = { from: 0, to: 0, rowsBefore: 0, rows: 0, bytes: 0, unpacked: 0 };
  for (const { rows, from, to, unpacked } of groups) {
    const bytes = to - from;
    if (bytes > 0 && part.bytes > 0 && part.bytes + bytes > most) {
      parts.push(part);
      const rowsBefore = part.rowsBefore + part.rows;
      part = { from: part.to, to: part.to, rowsBefore, rows: 0, bytes: 0, unpacked: 0 };
    }
    part = {
      ...part,
      to: part.to + 1,
      rows: part.rows + rows,
      bytes: part.bytes + bytes,
      unpacked: part.unpacked + unpacked,
    };
  }
  return part.to > part.from ? [...parts, part] : parts;
}

/** Writes a Parquet file with these row groups alone, of which nothing else but the footer is downloaded. */
export async function fetchGroups(
  object: Grouped,
  { from, to }: Pick<GroupPart, 'from' | 'to'>,
  { bucket, path }: { bucket: Bucket; path: string },
): Promise<void> {
  const found = await readFooter(object, path, bucket);
  const groups = found && groupsOf(found.footer, found.at)?.slice(from, to);
  if (!groups || groups.length !== to - from) throw new Error(`${object.key} has no row groups ${from} to ${to - 1}.`);
  const moves: number[] = [];
  let at = magic.length;
  for (const group of groups) {
    moves.push(at - group.from);
    at += group.to - group.from;
  }
  for (const range of joined(groups)) {
    const place = range.from + (moves[groups.indexOf(range.first)] ?? 0);
    await bucket.downloadPart({ ...object, from: range.from, to: range.to }, path, { at: place });
  }
  await frame(path, at, footerOf(found.footer, from, moves));
}

/** What lies side by side is asked for at once. */
function joined(groups: readonly Group[]): { first: Group; from: number; to: number }[] {
  const ranges: { first: Group; from: number; to: number }[] = [];
  for (const group of groups.filter(({ from, to }) => from < to)) {
    const last = ranges.at(-1);
    if (last?.to === group.from) last.to = group.to;
    else ranges.push({ first: group, from: group.from, to: group.to });
  }
  return ranges;
}

/** What stands before the pages and behind them. */
async function frame(path: string, end: number, footer: Buffer): Promise<void> {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  const file = await open(path, 'r+');
  try {
    await file.write(magic, 0, magic.length, 0);
    await file.writev([footer, length, magic], end);
  } finally {
    await file.close();
  }
}

/** The footer of a file and where it begins; undefined where there is none. */
async function readFooter(object: Grouped, path: string, bucket: Bucket) {
  const read = async (from: number, to: number) => {
    await bucket.downloadPart({ ...object, from, to }, path);
    const bytes = await readFile(path);
    await rm(path);
    return bytes;
  };
  const { size } = object;
  if (size < 12) return undefined;
  const tail = await read(size - 8, size);
  if (!tail.subarray(4).equals(magic)) return undefined;
  const at = size - 8 - tail.readUInt32LE(0);
  return at < 4 ? undefined : { footer: await read(at, size - 8), at };
}
