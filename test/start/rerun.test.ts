import { qualityKey } from '../../functions/core/keys.ts';
import type { Quality } from '../../functions/core/quality.ts';
import { sourceOf, startWorld } from './world.ts';

const rerun = (run: string, more: object = {}) => JSON.stringify({ rerun: { run, attempt: 2, ...more } });
const none = { batchItemFailures: [] };

/** A batch whose first run has ended, of a source that is past its limits and another that is not. */
async function ended(result: 'published' | 'held', fault: string | null = null) {
  const world = startWorld([sourceOf('orders'), sourceOf('stores')]);
  await world.deliver(...['orders', 'stores'].map((source) => world.put(`incoming/2013-02/${source}/a.csv`)));
  const [run = ''] = world.runs();
  const leave = (source: string, holds: boolean) => {
    const problems = holds ? [fault ?? 'There are no rows.'] : [];
    const files = [{ file: 'a.csv', format: 'csv', rows: 0, fault: holds ? fault : null, extraColumns: [] }];
    const counts = { read: 0, clean: 0, rejected: 0, duplicates: 0, rejections: [], leftOut: false };
    const quality: Quality = { source, files, ...counts, withinLimits: !holds, holds, problems };
    world.bucket.put(qualityKey(run, source), JSON.stringify(quality));
  };
  leave('orders', result === 'held');
  leave('stores', false);
  await world.end(run, result);
  return { world, run };
}

it('runs the same frozen inputs again, under a number of its own', async () => {
  const { world, run } = await ended('published');
  world.bucket.put('incoming/2013-02/orders/a.csv', 'something else by now');
  expect(await world.deliver(rerun(run))).toEqual(none);

  expect(world.executions.get(`${run}_2`)?.input).toEqual({
    run: `${run}_2`,
    batch: '2013-02',
    sources: ['orders', 'stores'],
  });
  const [first, again] = [world.manifest(run), world.manifest(`${run}_2`)];
  expect(again.sources).toEqual(first.sources);
  expect(again).toMatchObject({ attempt: 2, waiver: null });
});

it('keeps the reason of whoever accepts a held run, and which sources held it', async () => {
  const { world, run } = await ended('held');
  await world.deliver(rerun(run, { accept: 'The shop was closed that day.' }));
  expect(world.manifest(`${run}_2`).waiver).toEqual({ reason: 'The shop was closed that day.', sources: ['orders'] });
});

it.each([
  ['was not held', 'published', null, /was not held, so there is nothing to accept/],
  [
    'was held for a file that cannot be read',
    'held',
    'a.csv is empty.',
    /cannot be accepted.*orders: a\.csv is empty\./,
  ],
] as const)('refuses to accept a run that %s', async (_, result, fault, reason) => {
  const { world, run } = await ended(result, fault);
  const { batchItemFailures } = await world.deliver(rerun(run, { accept: 'Fine.' }));
  expect(batchItemFailures).toHaveLength(1);
  expect(world.logged.at(-1)?.facts).toMatchObject({ error: 'InputInvalid', reason: expect.stringMatching(reason) });
  expect(world.runs()).toEqual([run]);
});

it('is compared with what is the latest now', async () => {
  const { world, run } = await ended('published');
  await world.deliver(...['orders', 'stores'].map((source) => world.put(`incoming/2013-01/${source}/a.csv`)));
  const january = world.runs().at(-1) ?? '';
  await world.end(january, 'published');
  await world.deliver(rerun(run));
  expect(world.manifest(run).comparedWith).toBeNull();
  expect(world.manifest(`${run}_2`).comparedWith).toEqual({ batch: '2013-01', run: january });
});

it('starts one attempt, however often its message comes', async () => {
  const { world, run } = await ended('held');
  await world.deliver(rerun(run), rerun(run));
  await world.deliver(rerun(run));
  expect(world.runs()).toEqual([run, `${run}_2`]);
});

it.each([
  ['a run that never was', { run: '2013-02-0123456789abcdef' }, 'ManifestMissing'],
  ['an attempt of an attempt', { run: '2013-02-0123456789abcdef_2' }, 'EventInvalid'],
  ['the first attempt', { attempt: 1 }, 'EventInvalid'],
  ['no reason', { accept: ' ' }, 'EventInvalid'],
])('refuses %s, so that the message reaches the dead letters', async (_, more, error) => {
  const { world, run } = await ended('held');
  const { batchItemFailures } = await world.deliver(rerun(run, more));
  expect(batchItemFailures).toHaveLength(1);
  expect(world.logged.at(-1)?.facts).toMatchObject({ error });
  expect(world.runs()).toEqual([run]);
});

it('refuses a run of another definition', async () => {
  const { world, run } = await ended('held');
  await world.deliverTo({ fingerprint: 'another' }, rerun(run));
  expect(world.logged.at(-1)?.facts).toMatchObject({ error: 'InputInvalid' });
  expect(world.runs()).toEqual([run]);
});
