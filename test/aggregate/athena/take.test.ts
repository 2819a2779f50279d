import { tablesKey, takenKey } from '../../../functions/core/keys.ts';
import { run } from '../preprocessed.ts';
import { openMarket } from './market.ts';

const key = `runs/${run}/athena/1.csv`;
const answer = `s3://lake/${key}`;

/** Takes this for what Athena answers to a query for sales. */
async function taken(csv: string, columns = 'id', table = 'found') {
  const market = await openMarket([{ name: 'found', sql: `SELECT ${columns} FROM sales ORDER BY 1` }]);
  await market.athena.put(key, csv);
  await market.athena.take(table, answer, 5);
  return market.athena;
}

it('keeps the rows in the order in which they come', async () => {
  const athena = await taken('"id"\n"3"\n"1"\n"2"\n');
  expect((await athena.bytes(`runs/${run}/tables/found.csv`)).toString()).toBe('\ufeffid\r\n3\r\n1\r\n2\r\n');
});

it('tells no value from an empty text, and takes a text as it is', async () => {
  const athena = await taken('"note","pin"\n,""\n"","a ""b""\r\n\n,\\"\n', 'note, pin');
  const { rows } = JSON.parse((await athena.bytes(`runs/${run}/tables/found.json`)).toString());
  expect(rows).toEqual([
    { note: null, pin: '' },
    { note: '', pin: 'a "b"\r\n\n,\\' },
  ]);
});

it.each([
  ['1.0E10', 1e10],
  ['4.9E-324', 5e-324],
  ['-0.0', 0],
  ['12345678.125', 12345678.125],
  ['Infinity', null],
  ['NaN', null],
])('reads %s as Java writes a number', async (text, number) => {
  const athena = await taken(`"rate"\n"${text}"\n`, 'rate');
  expect(JSON.parse((await athena.bytes(`runs/${run}/tables/found.json`)).toString()).rows).toEqual([{ rate: number }]);
});

it.each([
  ['a part for a whole number', 'id', '4.5'],
  ['more digits than a decimal has', 'price', '1.2345'],
  ['a time for a day', 'day', '2024-05-01 10:00:00.000'],
  ['a day for a time', 'sold_at', '2024-05-01'],
  ['a number for true or false', 'paid', '1'],
  ['a word for a number', 'rate', 'many'],
])('refuses %s, without the value where one may not be seen', async (_, column, text) => {
  const failing = taken(`"x"\n"${text}"\n`, column);
  await expect(failing).rejects.toMatchObject({ name: 'TableFailed' });
  await expect(failing).rejects.toThrow(
    /^The table "found" cannot be made; look at pipeline\/report\/found.sql: .*CAST/,
  );
  await expect(failing).rejects.not.toThrow(text);
});

it.each([
  ['more columns', '"id","x"\n"1","2"\n'],
  ['fewer columns', '"id"\n"1"\n', 'id, price'],
])('refuses %s', async (_, csv, columns = 'id') => {
  await expect(taken(csv, columns)).rejects.toMatchObject({ name: 'TableFailed' });
});

it('refuses counts of joins that are none', async () => {
  const failing = taken('"x"\n"1"\n', 'id', '_joins');
  await expect(failing).rejects.toMatchObject({ name: 'TableFailed' });
  await expect(failing).rejects.toThrow('The joins cannot be counted');
});

it('says what is gone where the answer is not there, and takes none of another run', async () => {
  const { athena } = await openMarket([{ name: 'found', sql: 'SELECT id FROM sales ORDER BY 1' }]);
  await expect(athena.take('found', answer)).rejects.toMatchObject({ name: 'TableFailed' });
  await expect(athena.take('found', answer)).rejects.toThrow(`${key} is not in the bucket`);
  const other = answer.replace(run, '2024-04-0123456789abcdef');
  await expect(athena.take('found', other)).rejects.toMatchObject({ name: 'InputInvalid' });
  await expect(athena.take('nothing', answer)).rejects.toMatchObject({ name: 'InputInvalid' });
});

it('is finished only when all is taken, and then once more with the same bytes', async () => {
  const { athena } = await openMarket([{ name: 'found', sql: 'SELECT id FROM sales ORDER BY 1' }]);
  await expect(athena.finish()).rejects.toThrow(`${takenKey(run, 'found')} is not in the bucket`);
  await athena.put(key, '"id"\n"1"\n');
  await athena.take('found', answer, 5);
  await expect(athena.finish()).rejects.toMatchObject({ name: 'TableFailed' });
  await expect(athena.finish()).rejects.toThrow(takenKey(run, '_joins'));
  expect(await athena.bucket.head(tablesKey(run))).toBeUndefined();
  const header = '"$join","$place","$rows","$0","$1"\n';
  await athena.put(key, header);
  await athena.take('_joins', answer, 7);
  expect(await athena.finish()).toEqual({ tables: [{ name: 'found', rows: 1 }] });
  const complete = await athena.bytes(tablesKey(run));
  expect(JSON.parse(complete.toString()).scannedBytes).toEqual([5, 7]);
  await athena.finish();
  expect(await athena.bytes(tablesKey(run))).toEqual(complete);
});
