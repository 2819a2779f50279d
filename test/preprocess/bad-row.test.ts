import { z } from 'zod';
import { decimal } from '../../functions/tributary.ts';
import { parquetOf } from '../world/parquet.ts';
import { header, order, ordersCsv, preprocessed, reasonsOf } from './orders.ts';

/** An order with one value changed, by its column. */
const changed = (values: Record<string, string>) =>
  header
    .split(',')
    .map((name, at) => values[name] ?? order(2).split(',')[at])
    .join(',');

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const around = (row: string) => `${header}\n${order(1)}\n${row}\n${order(3)}\n`;

const rows: readonly [string, string, readonly string[]][] = [
  ['Latin-1 bytes', changed({ note: 'caf\xe9' }), ['row has bytes that are not UTF-8']],
  ['a NUL byte', changed({ note: 'a\0b' }), ['row has a NUL character']],
  ['too few columns', '2,2013-02-08T10:00:00Z', ['row has too few columns']],
  ['too many columns', `${order(2)},more`, ['row has too many columns']],
  ['text behind a closing quote', changed({ note: '"fine"x' }), ['row has text behind a closing quote']],
  ['a fraction for an integer', changed({ id: '4.7' }), ['id is not an integer']],
  ['hexadecimal for an integer', changed({ id: '0x1F' }), ['id is not an integer']],
  ['underscores in an integer', changed({ id: '1_000' }), ['id is not an integer']],
  ['blanks around an integer', changed({ id: ' 4 ' }), ['id is not an integer']],
  ['a plus before an integer', changed({ id: '+4' }), ['id is not an integer']],
  ['an exponent in an integer', changed({ id: '1e3' }), ['id is not an integer']],
  [
    'an integer that JavaScript cannot hold',
    changed({ id: '9007199254740993' }),
    ['id is beyond 9007199254740991, the largest exact integer'],
  ],
  [
    'an integer that SQL cannot hold',
    changed({ id: '9'.repeat(30) }),
    ['id is beyond 9007199254740991, the largest exact integer'],
  ],
  ['1e999', changed({ weight: '1e999' }), ['weight is beyond the largest number']],
  ['NaN', changed({ weight: 'NaN' }), ['weight is not a number']],
  ['infinity', changed({ weight: 'inf' }), ['weight is not a number']],
  [
    'fractions of cents',
    changed({ amount: '12.345' }),
    ['amount is not a decimal number of at most 10 digits before and 2 after the point'],
  ],
  [
    'too large an amount',
    changed({ amount: '12345678901.00' }),
    ['amount is not a decimal number of at most 10 digits before and 2 after the point'],
  ],
  ['a day that does not exist', changed({ day: '2013-02-30' }), ['day is not a day of the calendar']],
  ['a day written otherwise', changed({ day: '08.02.2013' }), ['day is not a date like 2013-02-28']],
  [
    'a time without a zone',
    changed({ at: '2013-02-08T10:00:00' }),
    ['at is not a date and time with a zone, like 2013-02-28T18:00:00Z'],
  ],
  [
    'the 24th hour',
    changed({ at: '2013-02-08T24:00:00Z' }),
    ['at is not a date and time with a zone, like 2013-02-28T18:00:00Z'],
  ],
  [
    'a time on a day that does not exist',
    changed({ at: '2013-02-30T10:00:00Z' }),
    ['at is not a time of the calendar'],
  ],
  ['a missing value', changed({ amount: '' }), ['amount is missing']],
  ['a value that is not one of the list', changed({ channel: 'fax' }), ['channel is not one of web, store']],
  ['a text that is too long', changed({ note: 'x'.repeat(21) }), ['note is longer than 20 characters']],
  [
    'several of these',
    changed({ id: 'x', amount: '', channel: 'fax' }),
    ['amount is missing', 'channel is not one of web, store', 'id is not an integer'],
  ],
];

describe('a row at fault is put aside with every reason', () => {
  it.each(rows)('%s', async (_, row, reasons) => {
    const { result, quality, clean, rejected } = await preprocessed({ files: { 'a.csv': latin1(around(row)) } });
    expect(quality.rejections.map(({ column, reason }) => `${column ?? 'row'} ${reason}`)).toEqual(reasons);
    expect(quality.rejections.flatMap(({ examples }) => examples.map((one) => one.row))).toEqual(reasons.map(() => 2));
    expect(clean.map(({ id }) => id)).toEqual(['1', '3']);
    expect(rejected).toMatchObject([{ file: 'a.csv', row: '2', raw: expect.stringContaining('2') }]);
    expect(result).toMatchObject({ read: 3, clean: 2, rejected: 1, withinLimits: true });
  });
});

const json = (id: number, changes: object = {}) =>
  JSON.stringify({ id, at: '2013-02-08T10:00:00Z', day: null, amount: 1.5, weight: 2, channel: 'web', ...changes });

describe('a broken line of NDJSON is one row', () => {
  it.each([
    ['cut off', json(2).slice(0, -5), 'row is not a JSON object'],
    ['a list', '[1, 2]', 'row is not a JSON object'],
    ['text', 'hello', 'row is not a JSON object'],
    ['with a control character', '{"a":\x01}', 'row is not a JSON object'],
    ['with a control character behind it', `${json(2)}\x01`, 'row is not a JSON object'],
    ['with two of them', `${json(2)}\x01\x02`, 'row is not a JSON object'],
    ['with Latin-1 bytes', '{"note":"\xe9"}', 'row has bytes that are not UTF-8'],
    ['with NUL', '{"note":"\0"}', 'row is not a JSON object'],
    ['with an object for a number', json(2, { weight: { kg: 1 } }), 'weight is not a number'],
  ])('%s', async (_, line, reason) => {
    const { quality, clean } = await preprocessed({
      files: { 'a.ndjson': latin1(`${json(1)}\n${line}\n\n${json(3)}`) },
    });
    expect(quality.rejections.map(({ column, reason }) => `${column ?? 'row'} ${reason}`)).toEqual([reason]);
    expect(quality.rejections[0]?.examples).toMatchObject([{ file: 'a.ndjson', row: 2 }]);
    expect(clean.map(({ id }) => id)).toEqual(['1', '3']);
  });
});

it('shows what is left of a row that is not UTF-8, with all its reasons', async () => {
  const { quality } = await preprocessed({
    files: { 'a.csv': latin1(`${header}\ncaf\xe9,x\n`), 'b.json': latin1(`[${json(1, { note: 'caf\xe9' })}]`) },
  });
  expect(reasonsOf(quality)).toEqual([
    'a.csv 1: row has bytes that are not UTF-8 (caf\ufffd,x)',
    expect.stringMatching(/^b\.json 1: row has bytes that are not UTF-8 \(\{.*$/),
    'a.csv 1: row has too few columns (caf\ufffd,x)',
  ]);
});

it('takes U+FFFD that was delivered for a character like any other, whatever the rows beside it', async () => {
  const csv = Buffer.from(`${header}\n${order(1).replace('fine', 'f\ufffdne')}\n${order(2)}`);
  const lines = Buffer.from(`${json(3, { note: 'f\ufffdne' })}\n${json(4).slice(0, -1)},"note":"`);
  const { quality, clean } = await preprocessed({
    files: {
      'a.csv': Buffer.concat([csv, latin1('\xff\n')]),
      'b.ndjson': Buffer.concat([lines, latin1('\xff"}\n')]),
    },
  });
  expect(clean.map(({ id, note }) => [id, note])).toEqual([
    ['1', 'f\ufffdne'],
    ['3', 'f\ufffdne'],
  ]);
  expect(quality.rejections).toMatchObject([{ reason: 'has bytes that are not UTF-8', rows: 2 }]);
});

it('gives no reason for U+FDD0 in CSV, which stands for nothing there', async () => {
  const row = z.object({ id: z.int(), note: z.string().nullable() });
  const { quality } = await preprocessed({ files: { 'a.csv': 'id,note\nx,\ufdd0\n1,\ufdd0\n' }, source: { row } });
  expect(quality).toMatchObject({ clean: 1, rejected: 1 });
  expect(reasonsOf(quality)).toEqual(['a.csv 1: id is not an integer (x)']);
});

it.each(['\n', '\n\n'])('takes one byte order mark off a file, whatever stands between its lines: %j', async (end) => {
  const { quality, clean } = await preprocessed({
    files: { 'a.ndjson': `\ufeff\ufeff${json(1)}${end}${json(2)}${end}` },
  });
  expect(reasonsOf(quality)).toEqual([expect.stringMatching(/^a\.ndjson 1: row is not a JSON object /)]);
  expect(clean.map(({ id }) => id)).toEqual(['2']);
});

it('puts elements of a JSON array aside that are no objects or do not fit', async () => {
  const { quality, clean } = await preprocessed({
    files: { 'a.json': `[${json(1)}, 7, null, ${json(3, { day: 5 })}, ${json(4)}]` },
  });
  expect(reasonsOf(quality)).toEqual([
    'a.json 2: row is not a JSON object (7)',
    'a.json 3: row is not a JSON object (null)',
    'a.json 4: day is not a date like 2013-02-28 (5)',
  ]);
  expect(clean.map(({ id }) => id)).toEqual(['1', '4']);
});

it('puts rows of a Parquet file aside whose values do not fit', async () => {
  const parquet = await parquetOf(`
    SELECT id, TIMESTAMPTZ '2013-02-08 10:00:00+01' AS at, DATE '2013-02-08' AS day, amount, weight, 'web' AS channel
    FROM (VALUES (1, 1.5, 1::DOUBLE), (2, 1.555, 1), (3, 2.5, 'inf'), (4, NULL, 1)) AS t(id, amount, weight)`);
  const { quality, clean } = await preprocessed({ files: { 'a.parquet': parquet } });
  expect(clean).toMatchObject([
    { id: '1', at: '2013-02-08 09:00:00', day: '2013-02-08', amount: '1.50', weight: 1, note: null },
  ]);
  expect(reasonsOf(quality)).toEqual([
    'a.parquet 4: amount is missing ()',
    'a.parquet 2: amount is not a decimal number of at most 10 digits before and 2 after the point (1.555)',
    'a.parquet 3: weight is not a number (inf)',
  ]);
});

it('reads no decimal that begins with its point, also where all of its digits stand behind it', async () => {
  const row = z.object({ share: decimal(2, 2) });
  const { quality, clean } = await preprocessed({
    files: { 'a.csv': 'share\n0.50\n.50\n' },
    source: { row, key: [] },
  });
  expect(quality).toMatchObject({ clean: 1, rejected: 1 });
  expect(clean).toEqual([{ share: '0.50' }]);
});

it('counts rows as they are in the file, whatever was put aside before them', async () => {
  const bad = changed({ id: 'x' });
  const csv = latin1(
    [header, '1', order(1), '1,2', 'caf\xe9', bad, order(2), '"a"b', bad, order(2), '', ordersCsv(2)].join('\n'),
  );
  const { quality, duplicates, rejected } = await preprocessed({ files: { 'a.csv': csv } });
  const rowsOf = (about: string) =>
    quality.rejections.find(({ reason }) => reason === about)?.examples.map(({ row }) => row);
  expect(rowsOf('has too few columns')).toEqual([1, 3, 4, 7]);
  expect(rowsOf('is not an integer')).toEqual([5, 8, 10]);
  expect(rejected.map(({ row }) => row)).toEqual(['1', '3', '4', '5', '7', '8', '10']);
  expect(duplicates).toMatchObject([
    { file: 'a.csv', row: '6' },
    { file: 'a.csv', row: '9' },
  ]);
});
