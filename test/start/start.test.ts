import { hours, minutes } from '../../functions/core/duration.ts';
import { latestKey } from '../../functions/core/keys.ts';
import type { InputObject } from '../../functions/core/manifest.ts';
import { dynamodb } from '../../functions/origins/dynamodb/options.ts';
import { upload } from '../../functions/origins/upload/options.ts';
import { created, lookAgain, sourceOf, startWorld } from './world.ts';

const none = { batchItemFailures: [] };
const quiet = (name: string, options = {}) =>
  sourceOf(name, { origin: upload({ complete: { quietFor: minutes(2) } }), ...options });

describe('a complete batch', () => {
  it('is frozen and started under the id of its run', async () => {
    const world = startWorld([sourceOf('orders'), sourceOf('customers'), sourceOf('stores', { optional: true })]);
    await world.deliver(world.put('incoming/2013-02/orders/a.csv'));
    expect(world.runs()).toEqual([]);
    await world.deliver(world.put('incoming/2013-02/customers/b.json'));

    const [run = ''] = world.runs();
    expect(run).toMatch(/^2013-02-[0-9a-f]{16}$/);
    expect(world.executions.get(run)?.input).toEqual({ run, batch: '2013-02', sources: ['orders', 'customers'] });
    expect(world.manifest(run)).toEqual({
      run,
      batch: '2013-02',
      attempt: 1,
      fingerprint: 'fingerprint',
      frozenAt: '2013-03-01T06:00:00.000Z',
      sources: [
        { name: 'orders', objects: [await world.bucket.head('incoming/2013-02/orders/a.csv')] },
        { name: 'customers', objects: [await world.bucket.head('incoming/2013-02/customers/b.json')] },
      ],
      absent: ['stores'],
      comparedWith: null,
      waiver: null,
    });
  });

  it('has its objects in order of delivery, then by key', async () => {
    const world = startWorld([sourceOf('orders', { origin: upload({ complete: { files: 4 } }) })]);
    world.bucket.put('incoming/2013-02/orders/a.csv', '1', new Date('2013-03-01T05:00:02Z'));
    world.bucket.put('incoming/2013-02/orders/z.csv', '2', new Date('2013-03-01T05:00:01Z'));
    world.bucket.put('incoming/2013-02/orders/é.csv', '3', new Date('2013-03-01T05:00:01Z'));
    world.bucket.put('incoming/2013-02/orders/sub folder/B & c+%20.csv', '4', new Date('2013-03-01T05:00:01Z'));
    await world.deliver(created('incoming/2013-02/orders/sub folder/B & c+%20.csv'));
    const [run = ''] = world.runs();
    const keys = world.manifest(run).sources.flatMap(({ objects }) => objects.map(({ key }) => key.slice(24)));
    expect(keys).toEqual(['sub folder/B & c+%20.csv', 'z.csv', 'é.csv', 'a.csv']);
  });

  it('is compared with the latest report of the batch before it', async () => {
    const world = startWorld();
    await world.deliver(world.put('incoming/2012-12/orders/a.csv'));
    const [december = ''] = world.runs();
    await world.end(december, 'published');
    await world.deliver(world.put('incoming/2013-01/orders/a.csv'));
    const [, january = ''] = world.runs();
    expect(world.manifest(january).comparedWith).toEqual({ batch: '2012-12', run: december });
  });

  it('takes multipart uploads, and an empty file for a file', async () => {
    const multipart = (object: InputObject) => ({ ...object, etag: '"0123-3"' });
    const world = startWorld(undefined, (bucket) => ({
      list: async (prefix) => (await bucket.list(prefix)).map(multipart),
      head: async (key) => (await bucket.list(key)).map(multipart)[0],
    }));
    await world.deliver(world.put('incoming/2013-02/orders/big.parquet', ''));
    const [run = ''] = world.runs();
    expect(world.manifest(run).sources[0]?.objects).toMatchObject([{ size: 0, etag: '"0123-3"', versionId: 'v1' }]);
  });

  it('is a new run for a corrected file, and for a changed definition', async () => {
    const world = startWorld();
    const event = world.put('incoming/2013-02/orders/a.csv', 'wrong');
    await world.deliver(event);
    world.put('incoming/2013-02/orders/a.csv', 'right');
    await world.deliver(event);
    await world.deliverTo({ fingerprint: 'changed' }, event);
    expect(new Set(world.runs()).size).toBe(3);
  });

  it('is refused where a source has more bytes than the pipeline takes', async () => {
    const world = startWorld();
    const large = world.put('incoming/2013-02/orders/a.csv', 'x'.repeat(1001));
    expect(await world.deliver(large)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(world.runs()).toEqual([]);
    expect(JSON.stringify(world.logged)).toMatch(/InputTooLarge.*orders has 1001 bytes in batch 2013-02.*at most 1000/);
  });
});

describe('a batch that is not complete', () => {
  it('waits for as many files as the source needs, and says for which', async () => {
    const world = startWorld([sourceOf('orders', { origin: upload({ complete: { files: 3 } }) })]);
    await world.deliver(world.put('incoming/2013-02/orders/a.csv'));
    world.put('incoming/2013-02/orders/', '');
    world.put('incoming/2013-02/orders/_tmp', '');
    await world.deliver(world.put('incoming/2013-02/orders/sub_$folder$', ''));
    expect(world.runs()).toEqual([]);
    expect(world.logged.at(-1)).toEqual({
      message: 'A batch waits for files',
      facts: { batch: '2013-02', files: ['orders: 2 more in incoming/2013-02/orders/'] },
    });
  });

  it('waits for the marker, which is no file itself', async () => {
    const world = startWorld([sourceOf('orders', { origin: upload({ complete: { marker: 'done.txt' } }) })]);
    await world.deliver(world.put('incoming/2013-02/orders/a.csv'));
    expect(world.runs()).toEqual([]);
    await world.deliver(world.put('incoming/2013-02/orders/done.txt'));
    const [run = ''] = world.runs();
    expect(world.manifest(run).sources[0]?.objects.map(({ key }) => key)).toEqual(['incoming/2013-02/orders/a.csv']);
  });

  it('is looked at again when it has been quiet for long enough', async () => {
    const world = startWorld([quiet('orders')]);
    await world.deliver(world.put('incoming/2013-02/orders/a.csv'));
    expect(world.asked).toEqual([{ batch: '2013-02', at: Date.parse('2013-03-01T06:02:00Z'), round: 1 }]);
    await world.pass(60);
    await world.deliver(world.put('incoming/2013-02/orders/b.csv'));
    await world.pass(60);
    expect(world.runs()).toEqual([]);
    await world.pass(60);
    expect(world.runs()).toHaveLength(1);
  });

  it('waits no longer than it may in a local run', async () => {
    const world = startWorld([quiet('orders')]);
    await world.deliverTo({ quietAtMostSeconds: 0 }, world.put('incoming/2013-02/orders/a.csv'));
    expect(world.runs()).toHaveLength(1);
  });

  it('is never asked for past the longest delay of a message', async () => {
    const world = startWorld([sourceOf('orders', { origin: upload({ complete: { quietFor: hours(1) } }) })]);
    await world.deliver(world.put('incoming/2013-02/orders/a.csv'));
    for (let at = 0; at < 3; at++) await world.pass(900);
    expect(world.runs()).toEqual([]);
    await world.pass(900);
    expect(world.runs()).toHaveLength(1);
  });

  it('counts the looks in a row, which a new file begins anew, and ends where there are too many', async () => {
    const world = startWorld([quiet('orders')]);
    const key = 'incoming/2013-02/orders/a.csv';
    const rounds = () => world.asked.splice(0).map(({ round }) => round);
    await world.deliver(world.put(key));
    expect(rounds()).toEqual([1]);
    await world.deliver(lookAgain('2013-02', 41));
    expect(rounds()).toEqual([42]);
    await world.deliver(lookAgain('2013-02', 999), world.put(key));
    expect(rounds()).toEqual([1]);

    expect(await world.deliver(lookAgain('2013-02', 1000))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(world.logged.at(-1)?.facts).toMatchObject({
      error: 'InputInvalid',
      reason: expect.stringMatching(/2013-02 was looked at 1000 times.*upload one of its files again/),
    });
    await world.pass(120);
    expect(world.runs()).toHaveLength(0);
  });

  it('waits for an optional source that has begun to deliver', async () => {
    const world = startWorld([sourceOf('orders'), quiet('stores', { optional: true })]);
    world.put('incoming/2013-02/stores/a.csv');
    await world.deliver(world.put('incoming/2013-02/orders/a.csv'));
    expect(world.runs()).toEqual([]);
    await world.pass(120);
    expect(world.executions.get(world.runs()[0] ?? '')?.input).toMatchObject({ sources: ['orders', 'stores'] });
  });

  it('is looked at again where an object changes while it is being frozen', async () => {
    const key = 'incoming/2013-02/orders/a.csv';
    const world = startWorld(undefined, (bucket) => ({
      head: async (key) => {
        await bucket.write(key, 'second', { contentType: 'text/csv' });
        return bucket.head(key);
      },
    }));
    await world.deliver(world.put(key, 'first'));
    expect(world.asked).toHaveLength(1);
    expect(world.runs()).toEqual([]);
    expect(world.bucket.writes).toEqual([latestKey('2013-02'), key]);
  });
});

describe('the same inputs again', () => {
  it('start nothing, and leave latest alone, once the run has published', async () => {
    const world = startWorld();
    const event = world.put('incoming/2013-02/orders/a.csv');
    await world.deliver(event, event);
    const [run = ''] = world.runs();
    await world.end(run, 'published');
    const before = world.bucket.texts();
    expect(await world.deliver(event)).toEqual(none);
    expect(world.runs()).toEqual([run]);
    expect(world.bucket.texts()).toEqual(before);
  });

  it('start nothing once the run was held', async () => {
    const world = startWorld();
    const event = world.put('incoming/2013-02/orders/a.csv');
    await world.deliver(event);
    await world.end(world.runs()[0] ?? '', 'held');
    await world.deliver(event);
    expect(world.runs()).toHaveLength(1);
    expect(await world.latest()).toBeNull();
  });

  it('advise a redrive where the run has failed', async () => {
    const world = startWorld();
    const event = world.put('incoming/2013-02/orders/a.csv');
    await world.deliver(event);
    const [run = ''] = world.runs();
    world.executions.set(run, { input: world.executions.get(run)?.input, ended: true });
    expect(await world.deliver(event)).toEqual(none);
    expect(world.logged.at(-1)?.facts).toEqual({ batch: '2013-02', run, reason: expect.stringContaining('redrive') });
  });

  it('make latest point back where other inputs came between (A, B, A)', async () => {
    const world = startWorld();
    const latest = () => world.latest();
    for (const body of ['A', 'B']) {
      await world.deliver(world.put('incoming/2013-02/orders/a.csv', body));
      await world.end(world.runs().at(-1) ?? '', 'published');
      await world.pass(60);
    }
    const [a, b] = world.runs();
    expect(await latest()).toBe(b);
    await world.deliver(world.put('incoming/2013-02/orders/a.csv', 'A'));
    expect(await latest()).toBe(a);
    expect(world.runs()).toEqual([a, b]);
  });

  it('make latest point back also where the first run ends last (A begins, B, A, B ends, A ends)', async () => {
    const world = startWorld();
    for (const body of ['A', 'B', 'A']) {
      await world.deliver(world.put('incoming/2013-02/orders/a.csv', body));
      await world.pass(60);
    }
    const [a = '', b = '', ...others] = world.runs();
    await world.end(b, 'published');
    await world.end(a, 'published');
    for (let at = 0; at < 10; at++) await world.pass(60);
    expect(await world.latest()).toBe(a);
    expect(others).toEqual([]);
    expect(world.asked).toEqual([]);
  });

  it('keep latest although the run between them ends later (A, B begins, A, B ends)', async () => {
    const world = startWorld();
    await world.deliver(world.put('incoming/2013-02/orders/a.csv', 'A'));
    const [a = ''] = world.runs();
    await world.end(a, 'published');
    await world.pass(60);
    await world.deliver(world.put('incoming/2013-02/orders/a.csv', 'B'));
    const [, b = ''] = world.runs();
    await world.pass(60);
    await world.deliver(world.put('incoming/2013-02/orders/a.csv', 'A'));
    await world.pass(60);
    await world.end(b, 'published');
    expect(await world.latest()).toBe(a);
  });
});

describe('a file that is withdrawn', () => {
  const withdrawn = (key: string) => created(key).replace('Object Created', 'Object Deleted');

  it('gives a run of what is left, once nobody withdraws more', async () => {
    const world = startWorld();
    const keys = ['a.csv', 'b.csv'].map((name) => `incoming/2013-02/orders/${name}`);
    await world.deliver(...keys.map((key) => world.put(key)));
    await world.end(world.runs()[0] ?? '', 'published');
    world.bucket.remove(keys[1] ?? '');
    expect(await world.deliver(withdrawn(keys[1] ?? ''))).toEqual(none);
    expect(world.runs()).toHaveLength(1);
    await world.pass(120);
    const [, second = ''] = world.runs();
    expect(world.manifest(second).sources[0]?.objects.map(({ key }) => key)).toEqual([keys[0]]);
    await world.end(second, 'published');
    expect(await world.latest()).toBe(second);
  });

  it('leaves the report alone where nothing is left of its batch', async () => {
    const world = startWorld();
    const key = 'incoming/2013-02/orders/a.csv';
    await world.deliver(world.put(key));
    const [run = ''] = world.runs();
    await world.end(run, 'published');
    world.bucket.remove(key);
    await world.deliver(withdrawn(key));
    await world.pass(120);
    expect(world.runs()).toEqual([run]);
    expect(await world.latest()).toBe(run);
  });
});

describe('one delivery', () => {
  it('looks once at each of its batches', async () => {
    let lists = 0;
    const world = startWorld(undefined, (bucket) => ({
      list: (prefix) => {
        lists++;
        return bucket.list(prefix);
      },
    }));
    const bodies = ['2013-01', '2013-02', '2013-01'].map((batch) => world.put(`incoming/${batch}/orders/a.csv`));
    expect(await world.deliver(...bodies, lookAgain('2013-02'))).toEqual(none);
    expect(world.runs().map((run) => run.slice(0, 7))).toEqual(['2013-01', '2013-02']);
    lists = 0;
    expect(await world.deliver(...bodies, lookAgain('2013-02'))).toEqual(none);
    expect(lists).toBe(2);
  });

  it('fails the messages of the batch that failed, and no others', async () => {
    const world = startWorld(undefined, (bucket) => ({
      list: async (prefix) => {
        if (prefix.includes('2013-01')) throw new Error('S3 is down');
        return bucket.list(prefix);
      },
    }));
    const bodies = ['2013-01', '2013-02', '2013-01'].map((batch) => world.put(`incoming/${batch}/orders/a.csv`));
    expect(await world.deliver(...bodies)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }],
    });
    expect(world.runs().map((run) => run.slice(0, 7))).toEqual(['2013-02']);
  });

  it.each([
    ['not JSON', '{'],
    [
      'an event of another kind',
      '{"source":"aws.s3","detail-type":"Object Tags Added","detail":{"object":{"key":"k"}}}',
    ],
    ['nothing', ''],
  ])('sends a message that is %s towards the dead-letter queue', async (_, body) => {
    const world = startWorld();
    const good = world.put('incoming/2013-02/orders/a.csv');
    expect(await world.deliver(good, body)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(world.runs()).toHaveLength(1);
  });

  it.each([
    ['an unknown source', 'incoming/2013-02/payments/a.csv', /"payments" is no source.*orders/],
    ['no source at all', 'incoming/2013-02/a.csv', /incoming\/<batch>\/<source>\/<file>/],
    ['a batch that is no month', 'incoming/2013-13/orders/a.csv', /"2013-13" names no month: .*like 2013-02\./],
    ['a hostile batch', 'incoming/../orders/a.csv', /names no month/],
    ['a batch of another period', 'incoming/2013-02-01/orders/a.csv', /names no month/],
    ['a hidden name', 'incoming/2013-02/orders/_a.csv', /begins with "\." or "_"/],
    ['a hidden folder', 'incoming/2013-02/orders/b/.ipynb_checkpoints/a-checkpoint.csv', /a folder too, is no data/],
  ])('reports an upload for %s, and does nothing', async (_, key, reason) => {
    const world = startWorld();
    expect(await world.deliver(world.put(key))).toEqual(none);
    expect(world.logged).toEqual([
      { message: 'A file is passed over', facts: { key, reason: expect.stringMatching(reason) } },
    ]);
    expect(world.bucket.writes).toEqual([]);
  });
});

it('does nothing for a batch of optional sources that delivered nothing', async () => {
  const world = startWorld([sourceOf('stores', { optional: true })]);
  expect(await world.deliver(lookAgain('2013-02'))).toEqual(none);
  expect(world.runs()).toEqual([]);
});

it('reports an upload for a source that is pulled, and does nothing', async () => {
  const world = startWorld([sourceOf('planets', { origin: dynamodb({ table: 'planets' }) })]);
  expect(await world.deliver(world.put('incoming/2013-02/planets/a.csv'))).toEqual(none);
  expect(world.logged).toMatchObject([
    { facts: { reason: expect.stringMatching(/"planets" is read from a database/) } },
  ]);
  expect(world.runs()).toEqual([]);
});

describe('a batch with a pulled source', () => {
  const planets = sourceOf('planets', { origin: dynamodb({ table: 'planets', settle: minutes(30) }) });
  const orders = sourceOf('orders');
  const from = (moment: string, sources = [orders, planets]) => {
    const world = startWorld(sources);
    world.clock.now = Date.parse(moment);
    return world;
  };

  it('is started when it has settled, with the pulled source and no objects of it', async () => {
    const world = from('2013-03-01T00:00:00Z');
    await world.deliver(world.put('incoming/2013-02/orders/a.csv'));
    expect(world.runs()).toEqual([]);
    await world.pass(900);
    expect(world.runs()).toEqual([]);
    await world.pass(900);
    const [run = ''] = world.runs();
    expect(world.manifest(run)).toMatchObject({
      sources: [{ name: 'orders' }, { name: 'planets', objects: [] }],
      absent: [],
    });
    expect(world.executions.get(run)?.input).toMatchObject({ sources: ['orders', 'planets'] });
    expect(world.asked).toEqual([]);
  });

  it('waits in silence while its period lasts, for the schedule to open it', async () => {
    const world = from('2013-02-20T00:00:00Z');
    await world.deliver(world.put('incoming/2013-02/orders/a.csv'));
    expect(world.asked).toEqual([]);
    expect(world.logged).toEqual([
      { message: 'A batch waits for its period to end', facts: { batch: '2013-02', ends: '2013-03-01T00:00:00Z' } },
    ]);
    // The clock of the schedule may be a little ahead.
    world.clock.now = Date.parse('2013-02-28T23:59:59Z');
    await world.deliver(lookAgain('2013-02'));
    for (let at = 0; at < 4; at++) await world.pass(900);
    expect(world.runs()).toHaveLength(1);
  });

  it('is one run, whatever the number of schedules and uploads', async () => {
    const world = from('2013-03-01T00:30:00Z', [planets, sourceOf('stores', { optional: true })]);
    await world.deliver(lookAgain('2013-02'), lookAgain('2013-02'));
    await world.deliver(lookAgain('2013-02'));
    const [run = '', ...others] = world.runs();
    expect(others).toEqual([]);
    await world.end(run, 'published');
    await world.deliver(lookAgain('2013-02'));
    expect(world.runs()).toEqual([run]);
  });

  it('lets a late upload supersede a run without uploads, although the upload is older than the end of the period', async () => {
    const world = from('2013-03-01T00:30:00Z', [planets, sourceOf('stores', { optional: true })]);
    await world.deliver(lookAgain('2013-02'));
    await world.end(world.runs()[0] ?? '', 'published');
    await world.pass(60);
    world.bucket.put('incoming/2013-02/stores/a.csv', 'a', new Date('2013-02-20T00:00:00Z'));
    await world.deliver(lookAgain('2013-02'));
    const [, second = ''] = world.runs();
    await world.end(second, 'published');
    expect(await world.latest()).toBe(second);
  });

  it('makes latest point back when an earlier definition comes back', async () => {
    const world = from('2013-03-01T00:30:00Z', [planets]);
    const runs = [];
    for (const fingerprint of ['first', 'second']) {
      await world.deliverTo({ fingerprint }, lookAgain('2013-02'));
      runs.push(world.runs().at(-1) ?? '');
      await world.end(world.runs().at(-1) ?? '', 'published');
      await world.pass(60);
    }
    await world.deliverTo({ fingerprint: 'first' }, lookAgain('2013-02'));
    expect(await world.latest()).toBe(runs[0]);
    expect(world.runs()).toEqual(runs);
  });
});
