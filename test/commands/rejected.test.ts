import { rejectedKey } from '../../functions/core/keys.ts';
import { parquetOf } from '../world/parquet.ts';
import { openWorld } from './stage.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));

const run = '2013-02-0123456789abcdef';

/** A stage where so many rows of a source with a sensitive column were rejected. */
async function rejecting(rows: number, value = "'=1+1'") {
  const world = openWorld();
  world.freeze(run);
  world.statuses.set(run, { status: 'SUCCEEDED' });
  const rejected = await parquetOf(`SELECT 'a.csv' AS file, range + 1 AS "row", 'x@example.com,=1+1' AS raw, [
      {'column': 'email', 'reason': 'is missing', 'value': '•••'},
      {'column': 'price', 'reason': 'is no number', 'value': ${value}}] AS reasons FROM range(${rows})`);
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

it('shows a person a value on one line, and hands a terminal no commands', async () => {
  const world = await rejecting(1, "chr(65279) || 'two' || chr(10) || 'lines' || chr(9) || chr(27) || '[2J'");
  const { said, json } = await world.run('rejected', run);
  expect(said).toContain('is no number  ⟨U+FEFF⟩two\\nlines\\t⟨U+001B⟩[2J');
  expect(json).toMatchObject([{}, { value: '\ufefftwo\nlines\t\u001b[2J' }]);
});

it('shows a person the first, and gives all to a program', async () => {
  const world = await rejecting(60);
  expect((await world.run('rejected', run)).said).toContain('20 more: --csv and --json give all.');
  expect((await world.run('rejected', run, '--json')).json).toHaveLength(120);
  expect((await world.run('rejected', run, '--csv')).csv?.split('\n')).toHaveLength(122);
});
