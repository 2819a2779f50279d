import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { parquetOf } from '../world/parquet.ts';
import { header, order, ordersCsv, preprocessed } from './orders.ts';

const csv = ordersCsv(1, 2, 3);
const object = { id: 1, at: '2013-02-08T10:00:00Z', day: '2013-02-08', amount: '1.50', weight: 0.25, channel: 'web' };
const json = JSON.stringify([object]);
const gzip = gzipSync(csv);
/** Bytes that do not shrink, so that a cut falls into the data. */
const longGzip = gzipSync(ordersCsv(...Array.from({ length: 500 }, (_, id) => id)));
const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01', 'latin1');
const withoutColumn = (name: string) => csv.replace(`,${name}`, ',other');

const faults: readonly [string, Record<string, string | Uint8Array>, string][] = [
  ['an empty file', { 'a.csv': '' }, 'a.csv is empty'],
  ['a file of empty lines', { 'a.csv': '\n\r\n\n' }, 'a.csv is empty'],
  ['an empty NDJSON file', { 'a.ndjson': '' }, 'a.ndjson is empty'],
  ['an empty gzip file', { 'a.csv.gz': gzipSync('') }, 'a.csv.gz is empty'],
  ['a picture', { 'a.csv': png }, 'a.csv has no header'],
  ['a spreadsheet', { 'a.csv': 'PK\x03\x04…' }, 'a.csv is a zip archive or a spreadsheet'],
  ['a gzip file cut in the middle', { 'a.csv.gz': longGzip.subarray(0, longGzip.length / 2) }, 'a.csv.gz is cut off'],
  ['a gzip file cut before its checksum', { 'a.csv.gz': gzip.subarray(0, -8) }, 'a.csv.gz is cut off'],
  ['a gzip file cut in its checksum', { 'a.csv.gz': gzip.subarray(0, -4) }, 'a.csv.gz is cut off'],
  ['a gzip file with a flipped bit', { 'a.csv.gz': flipped(gzip) }, 'a.csv.gz is no sound gzip file'],
  [
    'a gzip file with something behind it',
    { 'a.csv.gz': Buffer.concat([gzip, Buffer.from('junk')]) },
    'a.csv.gz is no sound gzip file',
  ],
  [
    'a gzip file with blanks behind it',
    { 'a.csv.gz': Buffer.concat([gzip, Buffer.alloc(4)]) },
    'a.csv.gz has 4 bytes behind the end of its gzip stream',
  ],
  ['plain text called .gz', { 'a.csv.gz': csv }, 'a.csv.gz is no sound gzip file'],
  ['a gzip file not called .gz', { 'a.csv': gzip }, 'a.csv is a gzip file. Add .gz to its name'],
  ['a file packed twice', { 'a.csv.gz': gzipSync(gzip) }, 'a.csv.gz is packed by gzip twice. Upload it packed once'],
  ['an unknown extension', { 'a.xlsx': csv }, 'a.xlsx has an extension that is not known'],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((name): (typeof faults)[number] => [
    `the extension .${name}`,
    { [`a.${name}`]: csv },
    `a.${name} has an extension that is not known`,
  ]),
  [
    'NUL in the header',
    { 'a.csv': csv.replace('note', 'no\0te') },
    'a.csv has a NUL character in the name of a column',
  ],
  ['NUL in a name of no use', { 'a.csv': csv.replace('note', 'note,\0') }, 'a.csv has a NUL character in the name'],
  ['NUL in the name of the file', { 'a\0b.csv': '' }, 'a\0b.csv is empty'],
  ['no extension', { orders: csv }, 'orders has an extension that is not known'],
  ['JSON called .csv', { 'a.csv': json }, 'a.csv is JSON'],
  ['CSV called .ndjson', { 'a.ndjson': csv }, 'a.ndjson has no row that is one: the first is not a JSON object'],
  [
    'control characters for JSON',
    { 'a.ndjson': '{"id":1}\n\x01\x02\x03' },
    'a.ndjson has the control characters U+0001, U+0002',
  ],
  ['a JSON array called .ndjson', { 'a.ndjson': json }, 'a.ndjson is a JSON array'],
  ['Parquet called .csv', { 'a.csv': 'PAR1…' }, 'a.csv is a Parquet file'],
  ['UTF-16, low byte first', { 'a.csv': Buffer.from(`\ufeff${csv}`, 'utf16le') }, 'a.csv is UTF-16'],
  ['UTF-16, high byte first', { 'a.csv': Buffer.from(`\ufeff${csv}`, 'utf16le').swap16() }, 'a.csv is UTF-16'],
  ['UTF-16 without its mark', { 'a.csv': Buffer.from(csv, 'utf16le') }, 'a.csv is no text, or UTF-16 without its mark'],
  ['no header', { 'a.csv': `${order(1)}\n${order(2)}\n` }, 'a.csv has no header'],
  [
    'a required column missing',
    { 'a.csv': withoutColumn('amount') },
    'a.csv lacks the column "amount": it has "id", "at", "day", "other"',
  ],
  ['two columns of one name', { 'a.csv': csv.replace('note', 'id') }, 'a.csv has the column "id" twice'],
  ['another separator', { 'a.csv': csv.replaceAll(',', ';') }, 'a.csv has ";" between its columns instead of ","'],
  ['tabs', { 'a.csv': csv.replaceAll(',', '\t') }, 'a.csv has "\\t" between its columns instead of ","'],
  [
    'a quote that is never closed',
    { 'a.csv': `${csv}${order(4).replace('fine', '"fine')}\n${order(5)}\n` },
    'a.csv has a quote in row 4 that is never closed',
  ],
  [
    'a quote closed by a later one',
    { 'a.csv': `${csv}${order(4).replace('fine', '"fine')}\n${order(5).replace('fine', '"fine"')}\n` },
    'a.csv has a quote in row 4 that is never closed',
  ],
  [
    'a line past the limit',
    { 'a.csv': `${csv}${order(4)}${'x'.repeat(17_000_000)}\n` },
    'bytes in row 4, and 16777216 are the most',
  ],
  [
    'a header past the limit',
    { 'a.csv': `${header},${'x'.repeat(1_100_000)}\n${order(4)}\n` },
    'a.csv has more than 1048573 bytes in its header',
  ],
  ['JSON cut off', { 'a.json': json.slice(0, -1) }, 'a.json is cut off: its array is never closed'],
  [
    'JSON cut off behind a comma',
    { 'a.json': `${json.slice(0, -1)},\n ` },
    'a.json is cut off: its array is never closed',
  ],
  ['two JSON arrays', { 'a.json': `${json}${json}` }, 'a.json is damaged'],
  ['blanks instead of JSON', { 'a.json': '  ' }, 'a.json is no JSON array'],
  ['text called .parquet', { 'a.parquet': csv }, 'a.parquet is damaged'],
  ['an empty Parquet file', { 'a.parquet': '' }, 'a.parquet is'],
];

describe('a file at fault breaks its source', () => {
  it.each(faults)('%s', async (_, files, fault) => {
    const { result, quality } = await preprocessed({ files: { ...files, 'good.csv': ordersCsv(8, 9) } });
    expect(quality.files.map((file) => file.fault)).toEqual([expect.stringContaining(fault), null]);
    expect(quality.problems).toEqual([quality.files[0]?.fault]);
    expect(result).toMatchObject({ read: 2, clean: 2, withinLimits: false });
  });

  it('a damaged Parquet file', async () => {
    const whole = await parquetOf('SELECT 1 AS id, random()::VARCHAR AS note FROM range(1000)');
    for (const broken of [whole.subarray(0, whole.length - 20), whole.subarray(100), flipped(whole)]) {
      const { quality } = await preprocessed({ files: { 'a.parquet': broken } });
      expect(quality.files[0]?.fault).toContain('a.parquet');
    }
  });
});

it('advises UTF-8 where the name of a column is in Latin-1', async () => {
  const { quality } = await preprocessed({
    files: { 'a.csv': Buffer.from(csv.replace('amount', 'Betrag für alles'), 'latin1') },
    source: { rename: { amount: 'Betrag für alles' } },
  });
  expect(quality.problems).toEqual([
    'a.csv lacks the column "Betrag für alles": it has "id", "at", "day", "Betrag f\ufffdr alles", "weight", "channel", "note". ' +
      'Save it as UTF-8: \ufffd stands where its names are none.',
  ]);
});

it('unpacks no more than a source may have, whatever its files say', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, `${order(1)}\n`));
  const { quality } = await preprocessed({
    files: { 'a.csv.gz': bomb, 'b.csv.gz': gzipSync(csv), 'c.csv': csv, 'd.csv.gz': gzipSync(csv) },
    maxSourceBytes: 2.5 * csv.length,
  });
  const tooMuch = 'has more in it than is left of maxSourceBytes';
  expect(quality.files.map(({ fault }) => fault)).toEqual([
    expect.stringContaining(`a.csv.gz ${tooMuch}`),
    null,
    null,
    expect.stringContaining(`d.csv.gz ${tooMuch}`),
  ]);
  expect(quality).toMatchObject({ read: 6, holds: true });

  const equal = await parquetOf('SELECT 1 AS id FROM range(1000000)');
  const same = await preprocessed({
    files: { 'a.parquet': equal },
    source: { row: z.object({ id: z.int() }) },
    maxSourceBytes: 1_999_999,
  });
  expect(same.quality.files[0]?.fault).toContain(`a.parquet ${tooMuch}`);
});

it('takes a Parquet file for broken whose footer and row groups speak of other rows', async () => {
  const broken = readFileSync('test/preprocess/none.parquet');
  const footer = broken.length - broken.readUInt32LE(broken.length - 8) - 8;
  // The first such number in the footer is that of all rows: https://github.com/apache/parquet-format
  broken[broken.indexOf(Buffer.from([0x16, 2 * 40]), footer) + 1] = 2 * 41;
  const { quality } = await preprocessed({
    files: { 'a.parquet': broken },
    source: { row: z.object({ id: z.int() }) },
  });
  expect(quality.files[0]?.fault).toContain('its footer speaks of 41 rows, its row groups of 40');
});

it('takes a large file for broken where far too many rows have other columns than its header', async () => {
  const rows = Array.from({ length: 250_001 }, (_, id) => `${id},a`).join('\n');
  const row = z.object({ id: z.int(), value: z.string(), more: z.string().optional() });
  const { quality } = await preprocessed({ files: { 'a.csv': `id,value,more\n${rows}` }, source: { row } });
  expect(quality.problems).toEqual([
    expect.stringContaining('a.csv has rows with other than the 3 columns of its header'),
  ]);
});

it('names every broken file of a source, and counts the rows of the others', async () => {
  const { quality } = await preprocessed({ files: { 'a.csv': '', 'b.csv': csv, 'c.csv.gz': csv } });
  expect(quality).toMatchObject({ read: 3, clean: 3, withinLimits: false, leftOut: false });
  expect(quality.problems).toHaveLength(2);
});

it('leaves an optional source out where one of its files is at fault', async () => {
  const { quality, clean, rejected, result } = await preprocessed({
    files: { 'a.csv': `${csv}x\n`, 'b.csv': '' },
    source: { optional: true },
  });
  expect(result).toMatchObject({ read: 0, clean: 0, rejected: 0, withinLimits: true });
  expect(quality).toMatchObject({ leftOut: true, problems: [expect.stringContaining('b.csv is empty')] });
  expect([clean, rejected]).toEqual([[], []]);
});

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const middle = Math.floor(copy.length / 2);
  copy[middle] = (copy[middle] ?? 0) ^ 0xff;
  return copy;
}
