import { rejectedKey } from '../../functions/core/keys.ts';
import { parquetOf } from '../world/parquet.ts';
import { openWorld } from './stage.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));

const run = '2013-02-0123456789abcdef';

/** A stage where so many rows of a source with a sensitive column were rejected. */
async function rejecting(rows: number, price = '=1+1') {
  const world = openWorld();
  world.freeze(run);
  world.statuses.set(run, { status: 'SUCCEEDED' });
  const rejected = await parquetOf(`SELECT 'a.csv' AS file, range + 1 AS "row", 'x@example.com,=1+1' AS raw, [
      {'column': 'email', 'reason': 'is missing', 'value': '•••'},
      {'column': 'price', 'reason': 'is no number', 'value': '${price}'}] AS reasons FROM range(${rows})`);
  world.bucket.put(rejectedKey(run, 'orders'), rejected);
  return world;
}

it('tells what is masked as it is masked, and nothing of the row as it was delivered', async () => {
  const world = await rejecting(1);
  const { said, json } = await world.run('rejected', run);
  const { csv } = await world.run('rejected', run, '--csv');
  expect(json).toMatchObject([
    { source: 'orders', file: 'a.csv', row: 1, column: 'email', value: '•••' },
    { reason: 'is no number' },
  ]);
  expect([said, csv, JSON.stringify(json)].filter((text) => text?.includes('example.com'))).toEqual([]);
  expect(csv).toContain("price,is no number,'=1+1");
});

it('shows a person the first, and gives all to a program', async () => {
  const world = await rejecting(60);
  expect((await world.run('rejected', run)).said).toContain('20 more: --csv and --json give all.');
  expect((await world.run('rejected', run, '--json')).json).toHaveLength(120);
  expect((await world.run('rejected', run, '--csv')).csv?.split('\n')).toHaveLength(122);
});

it('tells of a value that begins with a byte order mark all of it', async () => {
  const world = await rejecting(1, '\ufeff12');
  const { said, json } = await world.run('rejected', run);
  expect(json).toMatchObject([{}, { value: '\ufeff12' }]);
  expect(said).toContain('is no number  \ufeff12');
});

it('names the source that was meant', async () => {
  const world = await rejecting(1);
  await expect(world.run('rejected', run, '--source', 'order')).rejects.toThrow(
    'no source order. Did you mean orders?',
  );
});
