import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import type { ObjectPart } from '../../functions/core/world.ts';
import { footerOf, groupsOf } from '../../functions/preprocess/formats/parquet-footer.ts';
import { cutGroups, fetchGroups, partsOf } from '../../functions/preprocess/formats/parquet-groups.ts';
import { damaged, damages } from '../preprocess/damaged.ts';
import { preprocessed } from '../preprocess/orders.ts';
import { memoryBucket } from '../world/bucket.ts';
import { inParquet, parquetOf } from '../world/parquet.ts';

const path = join(tmpdir(), `tributary-groups-${process.pid}`);
afterEach(() => rm(path, { force: true }));

/** A bucket with the file, and what was asked of it. */
async function stored(file: Buffer) {
  const memory = memoryBucket();
  memory.put('raw', file);
  const object = await memory.head('raw');
  if (!object) throw new Error('was not stored');
  const asked: ObjectPart[] = [];
  const bucket: typeof memory = {
    ...memory,
    downloadPart(part, ...rest) {
      asked.push(part);
      return memory.downloadPart(part, ...rest);
    },
  };
  return { object, asked, world: { bucket, path } };
}

const footerIn = (file: Buffer) => {
  const at = file.length - 8 - file.readUInt32LE(file.length - 8);
  return { footer: file.subarray(at, -8), at };
};
const groupsIn = (file: Buffer) => {
  const { footer, at } = footerIn(file);
  return groupsOf(footer, at) ?? [];
};

const rows = (count: number) => `SELECT i, i % 7 AS few, CASE WHEN i % 3 > 0 THEN 'text ' || hash(i) END AS text,
  {'a': i, 'b': [i, NULL, i + 1]} AS nested, (i / 4)::DECIMAL(20, 2) AS amount, TIMESTAMP '2020-01-01' + i * INTERVAL 1 SECOND AS at
  FROM range(${count}) t(i)`;
const sample = () => parquetOf(rows(20_000), ', ROW_GROUP_SIZE 2048');

const drawn = fc.record({
  count: fc.integer({ min: 1, max: 9_000 }),
  size: fc.constantFrom(2048, 4096, 10_000, 100_000),
  codec: fc.constantFrom('snappy', 'zstd', 'gzip', 'lz4_raw', 'brotli', 'uncompressed'),
  version: fc.constantFrom('V1', 'V2'),
});

describe('the parts of a Parquet file', () => {
  it('laid end to end are the file, in however many it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.constantFrom(1, 3, 17), async ({ count, size, codec, version }, pieces) => {
        const options = `, ROW_GROUP_SIZE ${size}, COMPRESSION ${codec}, PARQUET_VERSION ${version}, KV_METADATA {note: 'x'}`;
        const file = await parquetOf(rows(count), options);
        const { object, world } = await stored(file);
        const found = [];
        for (const part of cutGroups(groupsIn(file), file.length / pieces).reverse()) {
          await rm(path, { force: true });
          await fetchGroups(object, part, world);
          const cut = await readFile(path);
          const read = await inParquet(
            cut,
            'SELECT * EXCLUDE file_row_number, file_row_number::INT AS n FROM read_parquet(file, file_row_number = true)',
          );
          expect(read.map(({ n }) => n)).toEqual(Array.from({ length: part.rows }, (_, at) => at));
          found.unshift(...read.map((row) => ({ ...row, n: part.rowsBefore + Number(row.n) })));
        }
        expect(found).toEqual(
          await inParquet(
            file,
            'SELECT * EXCLUDE file_row_number, file_row_number::INT AS n FROM read_parquet(file, file_row_number = true)',
          ),
        );
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('are fetched by the bytes of their row groups and of the footer, no more', async () => {
    const file = await sample();
    const { object, asked, world } = await stored(file);
    const groups = groupsIn(file);
    await fetchGroups(object, { from: 2, to: 5 }, world);
    expect(asked.map(({ from, to }) => [from, to])).toEqual([
      [file.length - 8, file.length],
      [footerIn(file).at, file.length - 8],
      [groups[2]?.from, groups[4]?.to],
    ]);
    expect(asked.every(({ etag }) => etag === object.etag)).toBe(true);
  });

  it('are of about the bytes that they should have, and leave no row group out', async () => {
    const groups = groupsIn(await sample());
    const largest = Math.max(...groups.map(({ from, to }) => to - from));
    const parts = cutGroups(groups, 2.5 * largest);
    expect(parts.length).toBeGreaterThan(2);
    for (const { bytes } of parts) expect(bytes).toBeLessThanOrEqual(2.5 * largest);
    expect(parts[0]?.from).toBe(0);
    expect(parts.slice(1).map(({ from }) => from)).toEqual(parts.slice(0, -1).map(({ to }) => to));
    expect(parts.at(-1)).toMatchObject({ to: groups.length });
    expect(cutGroups(groups, 1)).toHaveLength(groups.length);
  });

  it('of an object that changed are none', async () => {
    const { object, world } = await stored(await sample());
    world.bucket.put('raw', await parquetOf(rows(5)));
    await expect(fetchGroups(object, { from: 0, to: 1 }, world)).rejects.toMatchObject({ name: 'InputGone' });
  });

  it('know neither the bloom filters nor the indexes of the whole', async () => {
    const file = await parquetOf('SELECT i % 10 AS i FROM range(9000) t(i)', ', ROW_GROUP_SIZE 2048');
    const filters = (bytes: Buffer) =>
      inParquet(bytes, 'SELECT DISTINCT bloom_filter_offset IS NULL AS none FROM parquet_metadata(file)');
    expect(await filters(file)).toEqual([{ none: false }]);
    const { object, world } = await stored(file);
    await fetchGroups(object, { from: 1, to: 3 }, world);
    const cut = await readFile(path);
    expect(await filters(cut)).toEqual([{ none: true }]);
    expect(await inParquet(cut, 'SELECT count(*)::INT AS n FROM file WHERE i = 3')).toEqual([{ n: 410 }]);
  });
});

describe('a file that cannot be cut is read whole', () => {
  const change = (file: Buffer, at: number, bytes: string) => {
    const changed = Buffer.from(file);
    changed.write(bytes, at < 0 ? file.length + at : at, 'latin1');
    return changed;
  };
  /** 20,001 in all, where the row groups have 20,000. */
  const moreRows = (file: Buffer) => {
    const at = file.indexOf(Buffer.from([0x16, 0xc0, 0xb8, 0x02]), footerIn(file).at);
    expect(at).toBeGreaterThan(0);
    return change(file, at, '\x16\xc2');
  };
  it.each<[string, (file: Buffer) => Buffer]>([
    ['no bytes', (file) => file.subarray(0, 0)],
    ['an end that is cut off', (file) => file.subarray(0, -100)],
    ['an encrypted footer', (file) => change(file, -4, 'PARE')],
    ['a footer larger than the file', (file) => change(file, -8, '\xff\xff\xff\x7f')],
    ['a footer that is none', (file) => change(file, footerIn(file).at, '\x1f\x1f\x1f')],
    ['a footer of nothing', (file) => change(file, footerIn(file).at, '\x00')],
    ['other rows than its row groups', moreRows],
    ['pages that are not there', (file) => Buffer.concat([file.subarray(0, 4), file.subarray(footerIn(file).at)])],
  ])('as one with %s', async (_, damage) => {
    const { object, world } = await stored(damage(await sample()));
    expect(await partsOf(object, 1, world)).toBeUndefined();
  });

  it('as one with a single row group, or none', async () => {
    for (const count of [0, 10]) {
      const { object, world } = await stored(await parquetOf(rows(count)));
      expect(await partsOf(object, 1, world)).toBeUndefined();
    }
  });

  it('but a sound one is cut', async () => {
    const { object, world } = await stored(await sample());
    expect((await partsOf(object, 1, world))?.map(({ rows }) => rows)).toEqual([...Array(9).fill(2048), 1568]);
  });
});

it('a footer with all of its row groups, not moved, says what it said', async () => {
  const file = await sample();
  const { footer, at } = footerIn(file);
  const again = footerOf(
    footer,
    0,
    groupsIn(file).map(() => 0),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(again.length);
  const whole = Buffer.concat([file.subarray(0, at), again, length, Buffer.from('PAR1')]);
  await writeFile(path, whole);
  const told = `SELECT row_group_num_rows, row_group_bytes, path_in_schema, type, stats_min_value, stats_max_value, stats_null_count,
    compression, encodings, data_page_offset, dictionary_page_offset, total_compressed_size, total_uncompressed_size FROM parquet_metadata(file)`;
  expect(await inParquet(whole, told)).toEqual(await inParquet(file, told));
});

describe('a damaged file that is cut', () => {
  const row = z.object({ id: z.int(), note: z.string() });
  const read = async (all: readonly Buffer[]) => {
    const files = Object.fromEntries(all.map((bytes, at) => [`${at + 10}.parquet`, bytes]));
    const { quality, clean } = await preprocessed({ files, source: { row, key: [] } });
    const faults = quality.files.filter(({ fault }) => fault !== null);
    return { fault: faults.length > 0, clean: faults.length > 0 ? [] : clean };
  };

  it.each(['gzip', 'zstd', 'uncompressed'])(
    'has the rows that it has in one piece, or is at fault as there: %s',
    async (codec) => {
      const sql = "SELECT range AS id, 'note ' || (range % 700) AS note FROM range(6000)";
      const whole = await parquetOf(sql, `, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`);
      let cuts = 0;
      const property = fc.asyncProperty(damages, async (damage) => {
        const file = damaged(whole, damage);
        const { object, world } = await stored(file);
        const parts = await partsOf(object, 1, world);
        if (!parts) return;
        cuts++;
        const pieces = [];
        for (const part of parts) {
          await rm(path, { force: true });
          await fetchGroups(object, part, world);
          pieces.push(await readFile(path));
        }
        expect(await read(pieces)).toEqual(await read([file]));
      });
      await fc.assert(property, { numRuns: 12, seed: 1 });
      expect(cuts).toBeGreaterThan(2);
    },
    60_000,
  );
});
