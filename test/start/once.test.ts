import fc from 'fast-check';
import { minutes } from '../../functions/core/duration.ts';
import { upload } from '../../functions/origins/upload/options.ts';
import { interleaved } from './interleaved.ts';
import { sourceOf, startWorld } from './world.ts';

const quiet = upload({ complete: { quietFor: minutes(2) } });
const orders = sourceOf('orders', { origin: quiet });
const customers = sourceOf('customers', { origin: upload({ complete: { files: 2 } }) });
const stores = sourceOf('stores', { optional: true, origin: quiet });

const noise = ['incoming/2013-02/orders/', 'incoming/2013-02/_$folder$', 'incoming/2013-02/orders/.DS_Store'];
const names = ['a.csv', 'ä ö.csv', "o'clock.csv", 'sub folder/b+c.csv', '100%.csv', '日本.csv', '"q".csv'];

const oneUpload = fc.record({
  key: fc
    .tuple(fc.constantFrom('orders', 'stores'), fc.nat(9), fc.constantFrom(...names))
    .map(([source, at, name]) => `incoming/2013-02/${source}/${at}${name}`),
  body: fc.string({ maxLength: 3 }),
  /** Less than it takes to be quiet, so that all uploads are one set of inputs. */
  pause: fc.nat(110),
  /** Which events so far are delivered now. */
  events: fc.array(fc.nat(100), { maxLength: 3 }),
});

it('starts one run for one set of inputs, whatever the order, number and concurrency of its events', async () => {
  const uploads = fc.array(oneUpload, { minLength: 1, maxLength: 10 });
  const order = fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(uploads, order, fc.scheduler(), async (uploads, order, scheduler) => {
      const world = startWorld([orders, customers, stores], (bucket) => interleaved(bucket, scheduler));
      const settle = (work: Promise<unknown>[]) => scheduler.waitFor(Promise.all(work));

      const events = [...noise.map((key) => world.put(key, '')), world.put('incoming/2013-02/customers/1.json')];
      events.push(world.put('incoming/2013-02/customers/2.json'));
      for (const [at, { key, body, pause, events: early }] of uploads.entries()) {
        events.push(world.put(key, body), world.put(`incoming/2013-02/orders/${at}`, 'x'));
        await settle([world.pass(pause)]);
        await settle(early.map((event) => world.deliver(events[event % events.length] ?? '')));
      }

      const twice = [...events, ...events];
      const shuffled = twice.toSorted((a, b) => (order[twice.indexOf(a)] ?? 0) - (order[twice.indexOf(b)] ?? 0));
      const cut = (order[0] ?? 0) % shuffled.length;
      await settle([world.deliver(...shuffled.slice(0, cut)), ...shuffled.slice(cut).map((one) => world.deliver(one))]);
      for (let at = 0; at < 3; at++) await settle([world.pass(120)]);
      await settle(events.map((event) => world.deliver(event)));

      const [run = '', ...others] = world.runs();
      const frozen = world.manifest(run).sources.flatMap(({ objects }) => objects.map(({ key }) => key));
      const uploaded = Object.keys(world.bucket.texts('incoming/')).filter((key) => !noise.includes(key));
      expect(others).toEqual([]);
      expect(world.bucket.writes).toEqual(['reports/2013-02/latest.json', `runs/${run}/manifest.json`]);
      expect(frozen.toSorted()).toEqual(uploaded.toSorted());
      expect(world.asked).toEqual([]);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 10) },
  );
});

it('makes one run of a burst of 200 files, and another when an optional source comes late', async () => {
  const world = startWorld([orders, stores]);
  for (let at = 0; at < 200; at++) {
    await world.deliver(world.put(`incoming/2013-02/orders/${at}.csv`, 'x'));
    await world.pass(1);
  }
  expect(world.runs()).toEqual([]);
  for (let at = 0; at < 4; at++) await world.pass(60);
  const [first = ''] = world.runs();
  expect(world.manifest(first)).toMatchObject({ sources: [{ name: 'orders' }], absent: ['stores'] });
  expect(world.manifest(first).sources[0]?.objects).toHaveLength(200);
  expect(world.asked).toEqual([]);

  await world.deliver(world.put('incoming/2013-02/stores/late.csv'));
  for (let at = 0; at < 4; at++) await world.pass(60);
  const [, second = '', ...others] = world.runs();
  expect(world.manifest(second)).toMatchObject({ sources: [{ name: 'orders' }, { name: 'stores' }], absent: [] });
  expect(others).toEqual([]);
});

describe.each(['before', 'after'] as const)('a crash %s', (moment) => {
  it.each([
    ['what is wanted', 1],
    ['the manifest', 2],
  ])('%s is written is mended by the next delivery', async (_, nth) => {
    const world = startWorld();
    const event = world.put('incoming/2013-02/orders/a.csv');
    world.bucket.crashAt(nth, moment);
    expect((await world.deliver(event)).batchItemFailures).toHaveLength(1);
    expect(world.runs()).toEqual([]);
    world.bucket.heal();
    expect((await world.deliver(event)).batchItemFailures).toEqual([]);
    expect(world.runs()).toHaveLength(1);
    expect(world.bucket.writes).toHaveLength(2);
  });

  it('the execution is started is mended by the next delivery', async () => {
    const world = startWorld();
    const event = world.put('incoming/2013-02/orders/a.csv');
    const startExecution = async (name: string, input: unknown) => {
      if (moment === 'after') await world.world.startExecution(name, input);
      throw new Error('cut off');
    };
    expect((await world.deliverTo({ startExecution }, event)).batchItemFailures).toHaveLength(1);
    expect((await world.deliver(event)).batchItemFailures).toEqual([]);
    expect(world.runs()).toHaveLength(1);
    expect(world.bucket.writes).toHaveLength(2);
  });

  it('latest is pointed back is mended by the next delivery', async () => {
    const world = startWorld();
    const latest = () => world.latest();
    for (const body of ['A', 'B']) {
      await world.deliver(world.put('incoming/2013-02/orders/a.csv', body));
      await world.end(world.runs().at(-1) ?? '', 'published');
      await world.pass(60);
    }
    const event = world.put('incoming/2013-02/orders/a.csv', 'A');
    world.bucket.crashAt(1, moment);
    expect((await world.deliver(event)).batchItemFailures).toHaveLength(1);
    world.bucket.heal();
    expect((await world.deliver(event)).batchItemFailures).toEqual([]);
    expect(await latest()).toBe(world.runs()[0]);
  });
});
