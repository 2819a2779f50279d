import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { expectSame } from '../preprocess/cut.ts';
import { csv, deliveries, json, line, numbers } from '../preprocess/deliveries.ts';
import { order } from '../preprocess/orders.ts';

it.each(Object.keys(deliveries))('gives the same in about three parts: %s', async (name) => {
  expect(await expectSame({ files: deliveries[name] ?? {} }, 3)).toBeGreaterThanOrEqual(3);
});

it('reads a file whole whose values have line ends where it was cut', async () => {
  const rows = numbers.map((id) => order(id).replace('fine', '"a\nb\nc"'));
  expect(await expectSame({ files: { 'a.csv': csv(...rows) } }, 17)).toBe(1);
});

it('tells of a file at fault what is told of it in one piece', async () => {
  const open = csv(...numbers.map((id) => (id === 50 ? order(id).replace('fine', '"never closed') : order(id))));
  expect(await expectSame({ files: { 'a.csv': open, 'b.csv': csv(order(1)) } }, 3)).toBe(2);
});

it('leaves an optional source out that has a file at fault', async () => {
  const files = { 'a.csv': csv(...numbers.map(line)), 'b.csv': 'id\n1\n' };
  await expectSame({ files, source: { optional: true } }, 3);
});

it('needs no key, and settles nothing then', async () => {
  await expectSame({ files: { 'a.csv': csv(...numbers.map(line)) }, source: { key: [] } }, 3);
});

it('is not cut where it is packed', async () => {
  await expectSame({ files: { 'a.json': `[${numbers.slice(0, 5).map(json).join(',\n')}]` } }, 3);
});

/** As pyarrow writes them: a column of no rows has no page at all, or that of a dictionary alone. */
it.each(['empty-group', 'empty-group-dictionary'])(
  'cuts a Parquet file with row groups of no rows: %s',
  async (name) => {
    const files = { 'a.parquet': await readFile(`test/preprocess/${name}.parquet`) };
    const row = z.object({ id: z.int(), note: z.enum(['a', 'c']) });
    expect(await expectSame({ files, source: { row, key: ['id'] } }, 100)).toBeGreaterThanOrEqual(2);
  },
);
