import { bytesOf, decoded, encoded, integerIn, type List, type Node, type Struct } from './thrift.ts';

/** https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift: the ids of the fields that count here. */
const fileFields = { rows: 3, groups: 4, encryption: 8 };
const groupFields = { chunks: 1, unpacked: 2, rows: 3, fileOffset: 5 };
const chunkFields = { otherFile: 1, fileOffset: 2, column: 3, indexes: [4, 5, 6, 7], encryption: [8, 9] };
const columnFields = { packed: 7, data: 9, index: 10, dictionary: 11, bloomFilter: [14, 15] };

/** A row group of a file: its rows, where its pages lie, and their bytes when they are unpacked. */
export interface Group {
  readonly rows: number;
  readonly from: number;
  readonly to: number;
  readonly unpacked: number;
}

/** The row groups of a footer; undefined where it is none that can be cut, such as a damaged or an encrypted one. */
export function groupsOf(footer: Buffer, pagesEnd: number): Group[] | undefined {
  try {
    const { struct: file } = decoded(footer);
    const groups = structsIn(file, fileFields.groups).map(groupOf);
    const rows = groups.reduce((sum, group) => sum + group.rows, 0);
    const cut =
      !file.has(fileFields.encryption) &&
      rows === number(file, fileFields.rows) &&
      groups.every(({ rows, from, to }) => rows >= 0 && from >= 4 && from <= to && to <= pagesEnd);
    return cut ? groups : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function groupOf(group: Struct): Group {
  const chunks = structsIn(group, groupFields.chunks);
  for (const chunk of chunks) {
    if ([chunkFields.otherFile, ...chunkFields.encryption].some((id) => chunk.has(id)))
      throw new RangeError('has pages elsewhere, or encrypted ones');
  }
  const pages = chunks.flatMap((chunk) => pagesOf(structIn(chunk, chunkFields.column)));
  const [{ from, to } = nowhere] = pages;
  return {
    rows: number(group, groupFields.rows),
    from: pages.reduce((least, { from }) => Math.min(least, from), from),
    to: pages.reduce((most, { to }) => Math.max(most, to), to),
    unpacked: number(group, groupFields.unpacked),
  };
}

/** Of a group without pages. */
const nowhere = { from: 4, to: 4 };

/** Where the pages of a column lie; it may have none where it has no values, or a dictionary alone. */
function pagesOf(column: Struct): readonly { readonly from: number; readonly to: number }[] {
  const packed = number(column, columnFields.packed);
  if (packed === 0) return [];
  const dictionary = column.has(columnFields.dictionary) ? number(column, columnFields.dictionary) : 0;
  const from = Math.min(...[dictionary, number(column, columnFields.data)].filter((at) => at > 0));
  return [{ from, to: from + packed }];
}

/** The footer of a file with these row groups alone, each moved by so many bytes; indexes and bloom filters stay behind. */
export function footerOf(footer: Buffer, first: number, moves: readonly number[]): Buffer {
  const { struct: file } = decoded(footer);
  const groups = structsIn(file, fileFields.groups).slice(first, first + moves.length);
  for (const [at, group] of groups.entries()) {
    group.delete(groupFields.fileOffset);
    for (const chunk of structsIn(group, groupFields.chunks)) moveChunk(chunk, moves[at] ?? 0);
  }
  const rows = groups.reduce((sum, group) => sum + number(group, groupFields.rows), 0);
  set(file, fileFields.rows, rows);
  file.set(fileFields.groups, { type: 9, value: { of: 12, items: groups } });
  return encoded(file);
}

function moveChunk(chunk: Struct, by: number): void {
  const column = structIn(chunk, chunkFields.column);
  for (const id of chunkFields.indexes) chunk.delete(id);
  for (const id of [columnFields.index, ...columnFields.bloomFilter]) column.delete(id);
  set(chunk, chunkFields.fileOffset, 0);
  for (const id of [columnFields.data, columnFields.dictionary]) {
    const at = column.has(id) ? number(column, id) : 0;
    if (at > 0) set(column, id, at + by);
  }
}

const set = (struct: Struct, id: number, value: number) => struct.set(id, { type: 6, value: bytesOf(value) });

function number(struct: Struct, id: number): number {
  const value = integerIn(struct, id);
  if (value === undefined) throw new RangeError(`has no number ${id}`);
  return value;
}

function structIn(struct: Struct, id: number): Struct {
  const value = fieldOf(struct, id);
  if (!(value instanceof Map)) throw new RangeError(`has no struct ${id}`);
  return value;
}

function structsIn(struct: Struct, id: number): Struct[] {
  const value = fieldOf(struct, id);
  if (!isList(value)) throw new RangeError(`has no list ${id}`);
  return value.items.map((item) => {
    if (!(item instanceof Map)) throw new RangeError(`has other than structs in ${id}`);
    return item;
  });
}

const fieldOf = (struct: Struct, id: number) => struct.get(id)?.value;
const isList = (value: Node['value'] | undefined): value is List =>
  value !== undefined && !Buffer.isBuffer(value) && !(value instanceof Map);
