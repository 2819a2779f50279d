import { z } from 'zod';
import { parquetOf } from '../world/parquet.ts';
import { header, order, preprocessed, reasonsOf } from './orders.ts';

const row = z.object({ id: z.int(), name: z.string() });
const problemsOf = async (csv: string) =>
  (await preprocessed({ files: { 'a.csv': csv }, source: { row, key: [] } })).quality.problems;

it.each([
  ['a no-break space', 'id\u00a0,name', 'lacks the column "id": it has "id<U+00A0>", "name"'],
  ['a zero-width space', 'id\u200b,name', 'lacks the column "id": it has "id<U+200B>", "name"'],
  ['a second byte order mark', '\ufeff\ufeffid,name', 'lacks the column "id": it has "<U+FEFF>id", "name"'],
  ['a byte order mark between quotes', '"\ufeffid","name"', 'lacks the column "id": it has "<U+FEFF>id", "name"'],
  ['a blank', 'id, name', 'lacks the column "name": it has "id", " name"'],
  ['a tab', 'id,name\t', 'lacks the column "name": it has "id", "name<U+0009>"'],
  ['letters that go right to left', 'id,\u202ename', 'lacks the column "name": it has "id", "<U+202E>name"'],
  ['a line for spreadsheets before it', 'sep=,\nid,name', 'has a line "sep=" before its header'],
  ['blanks beside its quotes', '"id" ,"name"', 'has blanks beside the quotes in its header'],
])('shows what is wrong with a header that has %s', async (_, header, problem) => {
  expect(await problemsOf(`${header}\n1,a\n`)).toEqual([expect.stringContaining(`a.csv ${problem}`)]);
});

it('names a few of very many columns', async () => {
  const names = Array.from({ length: 500 }, (_, at) => `c${at}`);
  const [problem = ''] = await problemsOf(`id,${names}\n1${',x'.repeat(500)}\n`);
  expect(problem).toContain('it has "id", "c0"');
  expect(problem).toContain('and 471 more. Add what is missing');
});

it('names a renamed column as whoever delivers it knows it', async () => {
  const csv = `${header.replace('amount', 'Betrag')}\n${order(1).replace('1.50', 'x')}\n`;
  const { quality } = await preprocessed({ files: { 'a.csv': csv }, source: { rename: { amount: 'Betrag' } } });
  expect(reasonsOf(quality)).toEqual([expect.stringMatching(/^a\.csv 1: Betrag \(amount\) is not a decimal number/)]);
});

it.each(['a.csv', 'a.ndjson', 'a.parquet'])('reads a few columns of 1,500 in %s', async (file) => {
  const names = ['id', ...Array.from({ length: 1500 }, (_, at) => `c${at}`), 'name'];
  const object = JSON.stringify(Object.fromEntries(names.map((name) => [name, 7])));
  const bodies = {
    'a.csv': `${names}\n${names.map(() => 7)}\n${names.map(() => 'x')}\n`,
    'a.ndjson': `${object}\n${object.replace('7', '"x"')}`,
    'a.parquet': await parquetOf(`SELECT ${names.map((name) => `unnest(['7', 'x']) AS ${name}`)}`),
  };
  const body = Object.entries(bodies).find(([name]) => name === file)?.[1] ?? '';
  const { quality, rejected } = await preprocessed({ files: { [file]: body }, source: { row, key: [] } });
  expect(quality).toMatchObject({ clean: 1, rejected: 1, problems: [] });
  expect(quality.files[0]?.extraColumns).toHaveLength(1500);
  expect(String(rejected[0]?.raw)).toContain('"id":"x"');
});

it('keeps the values of each column that has no name', async () => {
  const csv = 'id,,name,\nx,one,Anna,two\n';
  const { rejected } = await preprocessed({ files: { 'a.csv': csv }, source: { row, key: [] } });
  expect(rejected).toMatchObject([{ raw: '{"id":"x","":"one","name":"Anna","":"two"}' }]);
});

it('tells a byte order mark in the name of a column, and before a value', async () => {
  const files = {
    'a.parquet': await parquetOf(`SELECT 1 AS "\ufeffid", 'Anna' AS name`),
    'b.ndjson': '{"\ufeffid":1,"name":"Anna"}',
    'c.csv': 'id,name\n\ufeff1,Anna\n',
  };
  const { quality } = await preprocessed({ files, source: { row, key: [] } });
  expect(quality.problems).toEqual([
    expect.stringMatching(/^a\.parquet lacks the column "id": it has "<U\+FEFF>id", "name"\./),
    expect.stringMatching(/^b\.ndjson lacks the column "id": it has "name", "<U\+FEFF>id"\./),
  ]);
  expect(reasonsOf(quality)).toEqual(['c.csv 1: id is not an integer (\ufeff1)']);
});
