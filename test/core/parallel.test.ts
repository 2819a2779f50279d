import { inParallel } from '../../functions/core/parallel.ts';

const later = () => new Promise((resolve) => setImmediate(resolve));

it('keeps the order of the items, and no more than the limit at once', async () => {
  let [running, most] = [0, 0];
  const results = await inParallel(3, [5, 1, 4, 2, 3, 0], async (item, at) => {
    most = Math.max(most, ++running);
    for (let left = item; left > 0; left--) await later();
    running--;
    return `${at}:${item}`;
  });
  expect(results).toEqual(['0:5', '1:1', '2:4', '3:2', '4:3', '5:0']);
  expect(most).toBe(3);
});

it('begins nothing more after a failure, and tells it', async () => {
  const begun: number[] = [];
  const failing = inParallel(2, [0, 1, 2, 3, 4, 5], async (item) => {
    begun.push(item);
    await later();
    if (item === 1) throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await later();
  await later();
  expect(begun).toEqual([0, 1, 2]);
});

it('does nothing for no items', async () => {
  expect(await inParallel(4, [], later)).toEqual([]);
});
