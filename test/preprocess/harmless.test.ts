import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { decimal } from '../../functions/tributary.ts';
import { parquetOf } from '../world/parquet.ts';
import { header, order, ordersCsv, preprocessed, reasonsOf } from './orders.ts';

const csv = ordersCsv(1, 2, 3);
const lines = csv.trimEnd().split('\n');
const backwards = lines.map((line) => line.split(',').reverse().join(',')).join('\n');
const objects = [1, 2, 3].map((id) => ({
  id,
  at: '2013-02-08T10:00:00Z',
  day: '2013-02-08',
  amount: `${id}.50`,
  weight: 0.25,
  channel: 'web',
  note: 'fine',
}));
const ndjson = objects.map((one) => JSON.stringify(one)).join('\n');

const harmless: readonly [string, string, string | Uint8Array][] = [
  ['a byte order mark', 'a.csv', `\ufeff${csv}`],
  ['a byte order mark before a quote', 'a.csv', `\ufeff"id"${csv.slice(2)}`],
  ['CR LF', 'a.csv', csv.replaceAll('\n', '\r\n')],
  ['CR alone', 'a.csv', csv.replaceAll('\n', '\r')],
  [
    'line ends of several kinds',
    'a.csv',
    lines.map((line, at) => line + (['\r\n', '\n', '\r'][at % 3] ?? '')).join(''),
  ],
  ['empty lines before, between and behind', 'a.csv', `\n\n${lines.join('\n\n')}\n\n\n`],
  ['empty lines between CR LF', 'a.csv', `${lines.join('\r\n\r\n')}\r\n\r\n`],
  ['no line end at the end', 'a.csv', csv.trimEnd()],
  ['quotes around everything', 'a.csv', lines.map((line) => `"${line.replaceAll(',', '","')}"`).join('\n')],
  ['columns in another order', 'a.csv', backwards],
  ['a separator behind each row', 'a.csv', lines.map((line, at) => (at === 0 ? line : `${line},`)).join('\n')],
  ['a separator behind each line', 'a.csv', lines.map((line) => `${line},`).join('\n')],
  ['gzip', 'a.csv.gz', gzipSync(csv)],
  ['gzip in two parts', 'a.csv.gz', Buffer.concat([gzipSync(csv.slice(0, 50)), gzipSync(csv.slice(50))])],
  ['capitals in the extension', 'A.CSV', csv],
  ['NDJSON', 'a.ndjson', ndjson],
  ['JSON lines', 'a.jsonl', ndjson],
  [
    'JSON lines with empty ones, CR LF and a byte order mark',
    'a.jsonl',
    `\ufeff${ndjson.replaceAll('\n', '\r\n\n')}\n\n`,
  ],
  ['gzipped NDJSON', 'a.ndjson.gz', gzipSync(ndjson)],
  ['a JSON array', 'a.json', JSON.stringify(objects)],
  ['a JSON array on many lines', 'a.json', `\ufeff${JSON.stringify(objects, null, 2)}\n\n`],
  ['a gzipped JSON array', 'a.json.gz', gzipSync(JSON.stringify(objects))],
];

it.each(harmless)('%s changes nothing', async (_, file, body) => {
  const [plain, { quality, clean }] = await Promise.all([
    preprocessed({ files: { 'a.csv': csv } }),
    preprocessed({ files: { [file]: body } }),
  ]);
  expect(clean).toEqual(plain.clean);
  expect(quality).toMatchObject({ read: 3, clean: 3, rejections: [], problems: [], withinLimits: true });
});

it('reads Parquet as it reads text', async () => {
  const parquet = await parquetOf(`
    SELECT id::SMALLINT AS id, TIMESTAMPTZ '2013-02-08 10:00:00Z' AS at, DATE '2013-02-08' AS day,
      (id + 0.5)::DECIMAL(10, 4) AS amount, 0.25::FLOAT AS weight, 'web' AS channel, 'fine' AS note FROM range(1, 4) t(id)`);
  const [text, { clean }] = await Promise.all([
    preprocessed({ files: { 'a.csv': csv } }),
    preprocessed({ files: { 'a.parquet': parquet } }),
  ]);
  expect(clean).toEqual(text.clean);
});

it('keeps line ends and separators between quotes as they are', async () => {
  const note = 'one\r\ntwo\n\nthree, "4"';
  const row = order(1).replace('fine', `"${note.replaceAll('"', '""')}"`);
  for (const file of [`${header}\n${row}\n${order(2)}\n`, `\n${header}\r\n${row}\n\n${order(2)}\n`]) {
    const { clean } = await preprocessed({ files: { 'a.csv': file } });
    expect(clean).toMatchObject([{ note }, { note: 'fine' }]);
  }
});

it.each(
  ['\n', '\r\n', '\r'].flatMap((end) =>
    ['\n', '\r\n', '\r'].flatMap((inside) => ['', '\ufeff', '\n\n'].map((before) => [before, inside, end] as const)),
  ),
)('reads names with line ends in them, as spreadsheets write them: %j, %j, %j', async (before, inside, end) => {
  const name = `Amount${inside}in CHF,`;
  const names = `"${name}",id,"what ""else${inside}"`;
  const rows = ['1.50,1,x', '2.50,2', `3.50,3,"x${inside}y"`, '', '4.50,4,x'];
  const { clean, quality } = await preprocessed({
    files: { 'a.csv': before + [names, ...rows].join(end), 'b.csv': before + names, 'c.csv': before + names + end },
    source: { row: z.object({ id: z.int(), amount: decimal(12, 2) }), rename: { amount: name } },
  });
  expect(quality.files.map(({ rows, fault, extraColumns }) => [rows, fault, extraColumns])).toEqual(
    [4, 0, 0].map((rows) => [rows, null, [`what "else${inside}`]]),
  );
  expect(reasonsOf(quality)).toEqual(['a.csv 2: row has too few columns (2.50,2)']);
  expect(clean.map(({ id, amount }) => [id, amount])).toEqual([1, 3, 4].map((id) => [`${id}`, `${id}.50`]));
});

it('keeps lines between quotes that look like rows, in a file so large that it is read in parts', async () => {
  const row = z.object({ id: z.int(), text: z.string(), end: z.string() });
  const text = '7,8,9\n'.repeat(150);
  const rows = Array.from({ length: 42_000 }, (_, id) => `${id},"start\n${text}end ${id}",z`);
  const files = { 'a.csv': `id,text,end\n${rows.join('\n')}` };
  const { result } = await preprocessed({ files, source: { row }, withEngine: withDuckDB({ threads: 2 }) });
  expect(result).toMatchObject({ read: 42_000, clean: 42_000 });
}, 60_000);

it('reports columns that nobody asked for, sorted, and goes on', async () => {
  const extra = lines.map((line, at) => (at === 0 ? `zip,${line},"a ""b"""` : `1,${line},2`)).join('\n');
  const more = objects.map((one, at) => JSON.stringify({ ...one, [`x${at}`]: {}, a: 1 })).join('\n');
  const { quality } = await preprocessed({
    files: { 'a.csv': extra, 'b.ndjson': more, 'c.json': JSON.stringify(objects) },
  });
  expect(quality.files.map(({ extraColumns }) => extraColumns)).toEqual([
    ['a "b"', 'zip'],
    ['a', 'x0', 'x1', 'x2'],
    [],
  ]);
  expect(quality).toMatchObject({ read: 9, clean: 3, duplicates: 6, problems: [] });
});

it('takes a file with a header and nothing else for no rows', async () => {
  const { quality } = await preprocessed({ files: { 'a.csv': header, 'b.csv': `${header}\n`, 'c.json': '[]' } });
  expect(quality).toMatchObject({ read: 0, clean: 0, withinLimits: true });
  expect(quality.files.map(({ fault, rows }) => [fault, rows])).toEqual([
    [null, 0],
    [null, 0],
    [null, 0],
  ]);
});
