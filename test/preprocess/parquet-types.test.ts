import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { decimal } from '../../functions/tributary.ts';
import { parquetOf } from '../world/parquet.ts';
import { preprocessed, reasonsOf } from './orders.ts';
import { bool, byte, int, type ParquetColumn, parquetFile, union } from './parquet-file.ts';

const i32 = (value: number) => Buffer.from(Int32Array.of(value).buffer);
const i64 = (value: bigint) => Buffer.from(BigInt64Array.of(value).buffer);
const bytes = (text: string) => Buffer.from(text);
const ending = (length: number, ...last: number[]) =>
  Buffer.concat([Buffer.alloc(length - last.length), Buffer.from(last)]);

const integer = (bits: number, signed: boolean) => [10, [byte(1, bits), bool(2, signed)]] as const;
const scaled = (precision: number, scale: number) =>
  ({ precision, scale, converted: 5, logical: [5, [int(1, scale), int(2, precision)]] }) as const;
const timed = (kind: 7 | 8, unit: 1 | 2 | 3, utc: boolean) => [kind, [bool(1, utc), union(2, unit)]] as const;
const noon = 1_360_317_600n;

type Column = Omit<ParquetColumn, 'name'>;
const small = (logical: ParquetColumn['logical'], converted: number, value: number): Column => ({
  type: 'INT32',
  ...(logical && { logical }),
  converted,
  values: [i32(value)],
});
const large = (value: bigint, more: Partial<Column> = {}): Column => ({ type: 'INT64', values: [i64(value)], ...more });
const blob = (logical: number | undefined, converted?: number, value = bytes('x')): Column => ({
  type: 'BYTE_ARRAY',
  ...(logical !== undefined && { logical: [logical] }),
  ...(converted !== undefined && { converted }),
  values: [value],
});
const fixed = (value: Buffer, more: Partial<Column> = {}): Column => ({
  type: 'FIXED_LEN_BYTE_ARRAY',
  length: value.length,
  values: [value],
  ...more,
});

/** A file of each type in the docs: a column as a writer lays it out, or a query whose result the engine writes. */
const files: Readonly<Record<string, Column | string>> = {
  '`BOOLEAN`': { type: 'BOOLEAN', values: [Buffer.from([1])] },
  '`INT32`': { type: 'INT32', values: [i32(-7)] },
  '`INT64`': large(-(2n ** 63n)),
  '`INT(8, signed)`': small(integer(8, true), 15, -7),
  '`INT(16, signed)`': small(integer(16, true), 16, -7),
  '`INT(32, signed)`': small(integer(32, true), 17, -7),
  '`INT(64, signed)`': large(2n ** 63n - 1n, { logical: integer(64, true), converted: 18 }),
  '`INT(8, unsigned)`': small(integer(8, false), 11, 200),
  '`INT(16, unsigned)`': small(integer(16, false), 12, 65_535),
  '`INT(32, unsigned)`': small(integer(32, false), 13, -1),
  '`INT(64, unsigned)`': large(-1n, { logical: integer(64, false), converted: 14 }),
  '`INT(64, unsigned)` without its ConvertedType': large(-1n, { logical: integer(64, false) }),
  '`INT96`': { type: 'INT96', values: [Buffer.concat([i64(1n), i32(2_456_332)])] },
  '`FLOAT`': { type: 'FLOAT', values: [Buffer.from(Float32Array.of(0.1).buffer)] },
  '`DOUBLE`': { type: 'DOUBLE', values: [Buffer.from(Float64Array.of(0.1).buffer)] },
  '`FLOAT16`': fixed(Buffer.from([0x00, 0x3e]), { logical: [15] }),
  '`BYTE_ARRAY`': blob(undefined),
  '`FIXED_LEN_BYTE_ARRAY`': fixed(bytes('abc')),
  '`STRING`': blob(1, 0, bytes('é')),
  '`STRING` without its ConvertedType': blob(1, undefined, bytes('é')),
  '`ENUM`': blob(4, 4, bytes('web')),
  '`JSON`': blob(12, 19, bytes('{"a": 1.10}')),
  '`BSON`': blob(13, 20),
  '`UUID`': fixed(Buffer.from('00112233445566778899aabbccddeeff', 'hex'), { logical: [14] }),
  '`DECIMAL(9, 2)` in `INT32`': { type: 'INT32', ...scaled(9, 2), values: [i32(-150)] },
  '`DECIMAL(2, 2)` in `INT32`': { type: 'INT32', ...scaled(2, 2), values: [i32(-50)] },
  '`DECIMAL(18, 2)` in `INT64`': large(123_456_789_012_345_678n, scaled(18, 2)),
  '`DECIMAL(20, 2)` in `BYTE_ARRAY`': { type: 'BYTE_ARRAY', ...scaled(20, 2), values: [Buffer.from([0xff, 0x6a])] },
  '`DECIMAL(11, 2)` in `FIXED_LEN_BYTE_ARRAY`': fixed(ending(5, 150), scaled(11, 2)),
  '`DECIMAL(38, 10)` in `FIXED_LEN_BYTE_ARRAY`': fixed(
    Buffer.from(90_071_992_547_409_935_000_000_000n.toString(16).padStart(32, '0'), 'hex'),
    scaled(38, 10),
  ),
  '`DECIMAL(39, 2)` in `FIXED_LEN_BYTE_ARRAY`': fixed(ending(17, 150), scaled(39, 2)),
  '`DECIMAL(9, 2)` without its ConvertedType': {
    type: 'INT32',
    logical: [5, [int(1, 2), int(2, 9)]],
    values: [i32(-150)],
  },
  '`DATE`': small([6], 6, 15_744),
  '`TIME(MILLIS, UTC)`': small(timed(7, 1, true), 7, 3_600_001),
  '`TIME(MICROS, UTC)`': large(3_600_000_001n, { logical: timed(7, 2, true), converted: 8 }),
  '`TIME(MICROS, local)`': large(3_600_000_001n, { logical: timed(7, 2, false) }),
  '`TIME(NANOS, UTC)`': large(3_600_000_000_001n, { logical: timed(7, 3, true) }),
  '`TIME(NANOS, local)`': large(3_600_000_000_001n, { logical: timed(7, 3, false) }),
  '`TIMESTAMP(MILLIS, UTC)`': large(noon * 1000n + 1n, { logical: timed(8, 1, true), converted: 9 }),
  '`TIMESTAMP(MICROS, UTC)`': large(noon * 1_000_000n + 1n, { logical: timed(8, 2, true), converted: 10 }),
  '`TIMESTAMP(MICROS, local)`': large(noon * 1_000_000n + 1n, { logical: timed(8, 2, false) }),
  '`TIMESTAMP(NANOS, UTC)`': large(noon * 1_000_000_000n + 1n, { logical: timed(8, 3, true) }),
  '`TIMESTAMP(NANOS, local)`': large(noon * 1_000_000_000n + 1n, { logical: timed(8, 3, false) }),
  '`INTERVAL`': fixed(Buffer.alloc(12, 1), { converted: 21 }),
  '`UNKNOWN`': { type: 'INT32', logical: [11], values: [i32(0)] },
  '`VARIANT`': blob(16),
  '`GEOMETRY`': blob(17),
  '`GEOGRAPHY`': blob(18),
  '`LIST`': 'SELECT [1.50, -2.25]::DECIMAL(4, 2)[] AS v',
  '`MAP`': "SELECT MAP {'k': 18446744073709551615::UBIGINT} AS v",
  'a group': "SELECT {'x': 1, 'y': 'z'} AS v",
  '`LIST` of `INTERVAL`': 'SELECT [INTERVAL 1 DAY] AS v',
};

const documented = [
  ...(readFileSync('docs/bad-input.md', 'utf8')
    .split('## The types of Parquet')[1]
    ?.split('\n## ')[0]
    ?.matchAll(/^\| (.*?) \|.*\| (.*?) \|$/gm) ?? []),
]
  .map(([, type = '', read = '']) => [type, read] as const)
  .slice(1);

const fileOf = async (file: Column | string) =>
  typeof file === 'string' ? parquetOf(file) : parquetFile({ name: 'v', ...file });
const row = z.object({ v: z.string().nullable() });

it('is told of every type that is tested', () => {
  expect(documented.filter(([type]) => type !== '---').map(([type]) => type)).toEqual(Object.keys(files));
});

it.each(documented.filter(([type]) => type !== '---'))('reads %s as %s', async (type, read) => {
  const file = files[type] ?? '';
  const { clean, quality } = await preprocessed({
    files: { 'a.parquet': await fileOf(file) },
    source: { row, key: [] },
  });
  const fault = quality.files[0]?.fault;
  if (read === 'a fault') {
    expect(fault).toMatch(
      type === '`BSON`'
        ? /^a\.parquet has a column of a type that cannot be read, such as BSON/
        : /^a\.parquet has the column "v" as \w.*cannot be read exactly\. Write it/,
    );
    expect(clean).toEqual([]);
  } else {
    expect(fault).toBeNull();
    expect(clean).toEqual([{ v: read === 'nothing' ? null : read.slice(1, -1) }]);
  }
});

it.each([
  [
    { encoding: 9 },
    /^a\.parquet has a column in BYTE_STREAM_SPLIT that is neither FLOAT nor DOUBLE.*Write it in another/,
  ],
  [{ codec: 5 }, /^a\.parquet is compressed with LZ4 as Hadoop writes it.*Write it with zstd/],
])('says of a sound file that it cannot be read, not that it is damaged: %j', async (layout, says) => {
  const file = parquetFile({ name: 'v', type: 'INT64', values: [i64(1n)], ...layout });
  const { quality } = await preprocessed({ files: { 'a.parquet': file }, source: { row, key: [] } });
  expect(quality.files[0]?.fault).toMatch(says);
});

it('says that a file is encrypted', async () => {
  const file = await parquetOf('SELECT 1 AS v');
  for (const at of [0, file.length - 4]) file.write('PARE', at); // how one begins and ends
  const { quality } = await preprocessed({ files: { 'a.parquet': file }, source: { row, key: [] } });
  expect(quality.files[0]?.fault).toMatch(/^a\.parquet is encrypted\. Write it without/);
});

it('minds only the columns that the contract reads', async () => {
  const sql = "SELECT 'x' AS v, INTERVAL 1 DAY AS i, 'no' AS w UNION ALL SELECT NULL, INTERVAL 1 DAY, 'yes'";
  const contract = z.object({ v: z.string().nullable(), w: z.enum(['yes']) });
  const { clean, rejected, quality } = await preprocessed({
    files: { 'a.parquet': await parquetOf(sql) },
    source: { row: contract, key: [] },
  });
  expect(quality).toMatchObject({ files: [{ fault: null, extraColumns: ['i'] }] });
  expect(clean).toEqual([{ v: null, w: 'yes' }]);
  expect(rejected).toMatchObject([{ raw: '{"v":"x","w":"no"}' }]);
});

it.each(['a.b', 'a"b', "a'b", '$c0', '$0', 'v0', 'file_row_number', 'filename', 'é ü', 'SELECT', 'a\\0b'])(
  'reads a column whatever it is called: %s',
  async (name) => {
    const file = parquetFile({ name, type: 'INT32', values: [i32(7)] });
    const source = { row: z.object({ id: z.int() }), rename: { id: name }, key: [] };
    expect((await preprocessed({ files: { 'a.parquet': file }, source })).clean).toEqual([{ id: '7' }]);
  },
);

it('takes no column inside of another for one at the top', async () => {
  const file = await parquetOf("SELECT {'v': 'inside'} AS s");
  const { quality } = await preprocessed({ files: { 'a.parquet': file }, source: { row, key: [] } });
  expect(quality.problems).toEqual([expect.stringContaining('lacks the column')]);
});

it('says that a time is no date, and what to do', async () => {
  const file = await parquetOf("SELECT TIMESTAMP '2013-02-08 00:00' AS day");
  const { quality } = await preprocessed({
    files: { 'a.parquet': file },
    source: { row: z.object({ day: z.iso.date() }), key: [] },
  });
  expect(quality.problems).toEqual([
    expect.stringMatching(/column "day" as TIMESTAMP, and a time, of midnight too, is no date\. Write it as DATE/),
  ]);
});

it('rejects what a decimal of the contract cannot hold, in words', async () => {
  const file = await fileOf(files['`FLOAT`'] ?? '');
  const source = { row: z.object({ v: decimal(12, 2) }), key: [] };
  const { quality } = await preprocessed({ files: { 'a.parquet': file }, source });
  expect(reasonsOf(quality)).toEqual([
    expect.stringContaining('is not a decimal number of at most 10 digits before and 2 after'),
  ]);
});
