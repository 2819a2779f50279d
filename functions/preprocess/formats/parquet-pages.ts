import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { Contract } from '../../contract/contract.ts';
import { literal } from '../../core/quote.ts';
import type { Engine } from '../../core/world.ts';
import { FileFault, orFault } from '../fault.ts';
import { zlibError } from '../text/gunzip.ts';
import { decoded, integerIn, type Struct } from './thrift.ts';

const rowsSchema = z.tuple([z.object({ said: z.coerce.number(), held: z.coerce.number() })]);
const chunksSchema = z.array(
  z.object({ column: z.string(), gzip: z.boolean(), values: z.coerce.number(), start: z.coerce.number() }),
);
type Chunk = z.infer<typeof chunksSchema>[number];

/**
 * Counts the rows of a Parquet file, whose footer and row groups must say the same, and holds its pages against their
 * checksums, where it has any: the engine looks at none. Throws FileFault.
 */
export async function checkPages(path: string, contract: Contract, engine: Engine): Promise<number> {
  const read = (sql: string) => orFault(contract, () => engine.rows(sql));
  const [{ said, held }] = rowsSchema.parse(
    await read(`SELECT (SELECT sum(num_rows) FROM parquet_file_metadata(${literal(path)})) AS said,
      (SELECT coalesce(sum(rows), 0) FROM (SELECT DISTINCT row_group_id, row_group_num_rows AS rows
        FROM parquet_metadata(${literal(path)}))) AS held`),
  );
  if (said !== held) throw damaged(`its footer speaks of ${said} rows, its row groups of ${held}`);
  const chunks = await read(`
    SELECT path_in_schema AS "column", compression = 'GZIP' AS gzip, num_values AS values,
      CASE WHEN dictionary_page_offset > 0 THEN least(dictionary_page_offset, data_page_offset) ELSE data_page_offset END AS start
    FROM parquet_metadata(${literal(path)}) WHERE num_values > 0`);
  const file = await open(path);
  try {
    for (const chunk of chunksSchema.parse(chunks)) await checkChunk(chunk, { file, path });
  } finally {
    await file.close();
  }
  return said;
}

const damaged = (found: string) => new FileFault(`is damaged: ${found}. Export it anew`);

interface Opened {
  readonly file: FileHandle;
  readonly path: string;
}

/** The pages of a column in one row group, one behind the other until all of its values were there. */
async function checkChunk({ column, gzip, values, start }: Chunk, opened: Opened): Promise<void> {
  let [at, seen] = [start, 0];
  while (seen < values) {
    const page = await pageAt(at, opened);
    if (!page) throw damaged(`a page of the column ${column} cannot be read`);
    const sound =
      (page.crc === undefined || page.crc === (await crcOf(page, opened))) && (!gzip || (await unpacks(page, opened)));
    if (!sound) throw damaged(`a page of the column ${column} is not what its checksum says`);
    seen += page.values;
    at = page.end;
  }
  if (seen !== values) throw damaged(`the column ${column} has other values than its footer says`);
}

interface Page {
  /** Of its bytes, behind its header. */
  readonly start: number;
  readonly end: number;
  readonly crc: number | undefined;
  readonly values: number;
  /** Where what is compressed begins; undefined where nothing is. */
  readonly packed: number | undefined;
}

/** Most headers are far shorter; one with long statistics is read again. */
const headerBytes = [256, 1 << 20];

/** https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift: PageHeader */
async function pageAt(at: number, { file }: Opened): Promise<Page | undefined> {
  const { size } = await file.stat();
  if (!(at >= 4 && at < size)) return undefined;
  for (const most of headerBytes) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, at);
    const header = orUndefined(() => decoded(buffer.subarray(0, bytesRead)));
    if (!header) continue;
    const page = pageOf(header.struct, at + header.end);
    return page.end >= page.start && page.end <= size && page.values >= 0 ? page : undefined;
  }
  return undefined;
}

function pageOf(header: Struct, start: number): Page {
  const crc = integerIn(header, 4);
  const second = structOf(header, 8);
  const levels = numberOf(second, 5) + numberOf(second, 6);
  const asItIs = second.get(7)?.type === 2;
  return {
    start,
    end: start + numberOf(header, 3),
    crc: crc === undefined ? undefined : crc >>> 0,
    values: numberOf(structOf(header, 5), 1) + numberOf(second, 1),
    packed: asItIs || numberOf(header, 2) === levels ? undefined : start + levels,
  };
}

const numberOf = (fields: Struct, id: number): number => integerIn(fields, id) ?? 0;
const structOf = (fields: Struct, id: number): Struct => {
  const value = fields.get(id)?.value;
  return value instanceof Map ? value : new Map();
};

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const bytesOf = (path: string, start: number, end: number) => createReadStream(path, { start, end: end - 1 });

async function crcOf({ start, end }: Page, { path }: Opened): Promise<number> {
  let crc = 0;
  if (end > start) for await (const chunk of bytesOf(path, start, end)) crc = crc32(chunk, crc);
  return crc;
}

/** gzip has a checksum of its own. */
async function unpacks({ packed, end }: Page, { path }: Opened): Promise<boolean> {
  if (packed === undefined || packed >= end) return true;
  try {
    await pipeline(bytesOf(path, packed, end), createGunzip(), async (chunks) => {
      for await (const _ of chunks);
    });
    return true;
  } catch (error) {
    if (zlibError.safeParse(error).success) return false;
    throw error;
  }
}
