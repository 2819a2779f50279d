import { batchPageKey, shelfKey } from '../../functions/core/keys.ts';
import { openWorld } from './stage.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));

const [run, other] = ['2013-02-0123456789abcdef', '2013-03-0123456789abcdef'];

async function twoMonths() {
  const world = openWorld();
  for (const one of [run, `${run}_2`, other]) {
    world.freeze(one, { comparedWith: one === other ? { batch: '2013-02', run } : null });
    await world.end(one, 'published');
  }
  world.bucket.put('incoming/2013-02/orders/a.csv', 'a');
  world.bucket.put('incoming/2013-03/orders/a.csv', 'a');
  for (const one of [run, other]) world.bucket.put(`parts/${one}/orders/1/plan.json`, '[]');
  world.bucket.put(shelfKey, 'of 2013-02 and 2013-03');
  return world;
}

it('erases all versions of all that there is of a batch, and nothing else', async () => {
  const world = await twoMonths();
  const { said, json } = await world.run('forget', '2013-02', '--yes');
  expect(said).toContain('incoming/2013-02/*  1 object, 2 versions');
  expect(said).toContain('runs/2013-02-*  2 objects, 4 versions');
  expect(json).toEqual({ batch: '2013-02', erased: 10, comparedWithIt: '2013-03' });
  const keys = Object.keys(world.bucket.texts());
  expect(keys.filter((key) => key.includes('2013-02'))).toEqual([]);
  expect(keys.filter((key) => key.includes('2013-03') && key !== batchPageKey('2013-03'))).toHaveLength(4);
});

it('takes the batch off the shelf, and says whose figures show it still', async () => {
  const world = await twoMonths();
  const { said } = await world.run('forget', '2013-02', '--yes');
  const shelf = world.bucket.texts()[shelfKey] ?? '';
  expect(shelf).toContain('href="2013-03/index.html"');
  expect(shelf).not.toContain('href="2013-02/index.html"');
  expect(said).toContain('npm run tributary -- rerun 2013-03 --stage prod');
});

it('is not listed afterwards, although step functions knows its runs for 90 days', async () => {
  const world = await twoMonths();
  await world.run('forget', '2013-02', '--yes');
  expect((await world.run('runs')).json).toMatchObject([{ run: other }]);
  await expect(world.run('show', run)).rejects.toThrow(/no run/);
});

it('gives a rerun a number of its own where the same files come again', async () => {
  const world = await twoMonths();
  await world.run('forget', '2013-02', '--yes');
  world.freeze(run);
  world.bucket.put('reports/2013-02/latest.json', JSON.stringify({ run: null, wanted: [run], ended: {} }));
  world.meanwhile(() => world.end(`${run}_3`, 'published'));
  await world.run('rerun', '2013-02');
  expect(world.sent()).toEqual([{ rerun: { run, attempt: 3 } }]);
});

it('erases nothing unless somebody says so, or while a run is under way', async () => {
  const world = await twoMonths();
  const before = world.bucket.texts();
  await expect(world.run('forget', '2013-02')).rejects.toThrow(/--yes/);
  world.statuses.set(run, { status: 'RUNNING' });
  await expect(world.run('forget', '2013-02', '--yes')).rejects.toThrow(/is under way/);
  expect(world.bucket.texts()).toEqual(before);
  await expect(world.run('forget', '2013-04', '--yes')).rejects.toThrow(/nothing of 2013-04/);
});
