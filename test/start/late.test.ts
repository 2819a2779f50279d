import { seconds } from '../../functions/core/duration.ts';
import type { Late } from '../../functions/definition/define-source.ts';
import { dynamodb } from '../../functions/origins/dynamodb/options.ts';
import { type Complete, upload } from '../../functions/origins/upload/options.ts';
import { open, sourceOf, startWorld } from './world.ts';

const after = 5 * 86_400;
const before = '2013-03-05T23:59:59Z';
const deadline = '2013-03-06T00:00:00Z';
const opening = (at = deadline) => JSON.stringify({ open: { at, after } });

/** A source of two files, unless told, that may be late. */
const late = (name: string, action: Late['action'], more: { complete?: Complete; optional?: boolean } = {}) =>
  sourceOf(name, {
    origin: upload({ complete: more.complete ?? { files: 2 } }),
    late: { after: seconds(after), action },
    ...(more.optional && { optional: true }),
  });

/** On the first of the month, when the batch is over and its files begin to come. */
function worldOf(...sources: ReturnType<typeof sourceOf>[]) {
  const world = startWorld(sources);
  world.clock.now = Date.parse('2013-03-01T06:00:00Z');
  return {
    ...world,
    at: (moment: string) => {
      world.clock.now = Date.parse(moment);
    },
    upload: (key: string) => world.deliver(world.put(`incoming/2013-02/${key}`)),
    last: () => world.manifest(world.runs().at(-1) ?? ''),
  };
}

describe('wait', () => {
  it('goes on waiting, and runs once all is there', async () => {
    const world = worldOf(late('orders', 'wait'));
    await world.upload('orders/a.csv');
    world.at('2014-01-01T00:00:00Z');
    await world.deliver(open('2013-02'));
    expect(world.runs()).toEqual([]);
    await world.upload('orders/b.csv');
    expect(world.last()).not.toHaveProperty('late');
  });
});

describe('partial', () => {
  it('takes what is there at the deadline, not before, and says what was lacking', async () => {
    const world = worldOf(late('orders', 'partial'));
    await world.upload('orders/a.csv');
    world.at(before);
    await world.deliver(opening(before));
    expect(world.runs()).toEqual([]);
    world.at(deadline);
    await world.deliver(opening());
    expect(world.last()).toMatchObject({
      sources: [{ name: 'orders', objects: [{ key: 'incoming/2013-02/orders/a.csv' }] }],
      late: [{ source: 'orders', lacks: '1 more in incoming/2013-02/orders/', action: 'partial' }],
    });
  });

  it('is one run, however often the schedule fires, and whether it was published meanwhile', async () => {
    const world = worldOf(late('orders', 'partial'));
    await world.upload('orders/a.csv');
    world.at(deadline);
    await world.deliver(opening(), opening());
    await world.deliver(opening());
    await world.end(world.runs()[0] ?? '', 'published');
    await world.pass(3600);
    await world.deliver(opening('2013-03-06T01:00:00Z'));
    expect(world.runs()).toHaveLength(1);
  });

  it('starts a corrected run, which says nothing of it any more, when the rest comes', async () => {
    const world = worldOf(late('orders', 'partial'));
    await world.upload('orders/a.csv');
    world.at(deadline);
    await world.deliver(opening());
    await world.end(world.runs()[0] ?? '', 'published');
    await world.pass(86_400);
    await world.upload('orders/b.csv');
    expect(world.runs()).toHaveLength(2);
    expect(world.last().sources[0]?.objects).toHaveLength(2);
    expect(world.last()).not.toHaveProperty('late');
  });

  it('starts a corrected run also where the marker alone comes late', async () => {
    const world = worldOf(late('orders', 'partial', { complete: { marker: '_SUCCESS' } }));
    await world.upload('orders/a.csv');
    world.at(deadline);
    await world.deliver(opening());
    expect(world.last().late).toEqual([
      { source: 'orders', lacks: 'incoming/2013-02/orders/_SUCCESS', action: 'partial' },
    ]);
    await world.upload('orders/_SUCCESS');
    expect(world.runs()).toHaveLength(2);
    expect(world.last()).not.toHaveProperty('late');
  });

  it('lets a burst that comes past the deadline be one run', async () => {
    const world = worldOf(late('orders', 'partial', { complete: { files: 100 } }));
    world.at(deadline);
    for (let at = 0; at < 30; at++) {
      await world.upload(`orders/${at}.csv`);
      await world.pass(1);
    }
    expect(world.runs()).toEqual([]);
    for (let at = 0; at < 4; at++) await world.pass(60);
    expect(world.runs()).toHaveLength(1);
    expect(world.last().sources[0]?.objects).toHaveLength(30);
  });

  it('fails where nothing at all is there', async () => {
    const world = worldOf(late('orders', 'partial'));
    world.at(deadline);
    await world.deliver(opening());
    expect(world.last().late).toMatchObject([{ lacks: '2 more in incoming/2013-02/orders/', action: 'fail' }]);
  });

  it('waits for the other sources', async () => {
    const world = worldOf(late('orders', 'partial'), sourceOf('customers'));
    await world.upload('orders/a.csv');
    world.at(deadline);
    await world.deliver(opening());
    expect(world.runs()).toEqual([]);
    await world.upload('customers/a.csv');
    await world.pass(120);
    expect(world.last()).toMatchObject({ sources: [{ name: 'orders' }, { name: 'customers' }] });
  });

  it('waits for a database that may be read only later', async () => {
    const stock = sourceOf('stock', { origin: dynamodb({ table: 'stock', settle: seconds(after + 600) }) });
    const world = worldOf(late('orders', 'partial'), stock);
    await world.upload('orders/a.csv');
    world.at(deadline);
    await world.deliver(opening());
    expect(world.runs()).toEqual([]);
    await world.pass(600);
    expect(world.last()).toMatchObject({ sources: [{ name: 'orders' }, { name: 'stock', objects: [] }] });
  });
});

describe('fail', () => {
  it('is an execution of what is late alone, whose failure people hear of, once', async () => {
    const world = worldOf(late('orders', 'fail'), late('customers', 'fail'), sourceOf('stores'));
    await world.upload('orders/a.csv');
    await world.upload('stores/a.csv');
    world.at(before);
    await world.deliver(opening(before));
    expect(world.runs()).toEqual([]);
    world.at(deadline);
    await world.deliver(opening(), opening());
    await world.pass(3600);
    await world.deliver(opening('2013-03-06T01:00:00Z'));

    const [run = '', ...others] = world.runs();
    expect(others).toEqual([]);
    expect(world.executions.get(run)?.input).toEqual({ run, batch: '2013-02', sources: ['orders', 'customers'] });
    expect(world.manifest(run).late).toEqual([
      { source: 'orders', lacks: '1 more in incoming/2013-02/orders/', action: 'fail' },
      { source: 'customers', lacks: '2 more in incoming/2013-02/customers/', action: 'fail' },
    ]);
  });

  it('is not said twice of the same files, and advises to upload what is lacking', async () => {
    const world = worldOf(late('orders', 'fail'));
    world.at(deadline);
    await world.deliver(opening());
    const [run = ''] = world.runs();
    world.executions.set(run, { input: world.executions.get(run)?.input, ended: true });
    await world.deliver(opening());
    expect(world.runs()).toHaveLength(1);
    expect(world.logged.at(-1)?.facts).toMatchObject({ reason: expect.stringContaining('uploaded') });
  });

  it('is said although another source is waited for without end', async () => {
    const world = worldOf(late('orders', 'fail'), sourceOf('customers'));
    world.at(deadline);
    await world.deliver(opening());
    expect(world.executions.get(world.runs()[0] ?? '')?.input).toMatchObject({ sources: ['orders'] });
  });

  it('does not stand in the way of the run of what comes later', async () => {
    const world = worldOf(late('orders', 'fail', { complete: { files: 1 } }), sourceOf('customers'));
    await world.upload('customers/a.csv');
    world.at(deadline);
    await world.deliver(opening());
    await world.pass(86_400);
    await world.upload('orders/a.csv');
    expect(world.runs()).toHaveLength(2);
    expect(world.last()).toMatchObject({ sources: [{ name: 'orders' }, { name: 'customers' }], comparedWith: null });
    expect(world.last()).not.toHaveProperty('late');
  });
});

describe('an optional source', () => {
  it('is waited for until its deadline, and then done without', async () => {
    const world = worldOf(sourceOf('orders'), late('stores', 'partial', { optional: true }));
    await world.upload('orders/a.csv');
    expect(world.runs()).toEqual([]);
    world.at(deadline);
    await world.deliver(opening());
    expect(world.last()).toMatchObject({ sources: [{ name: 'orders' }], absent: ['stores'] });
    expect(world.last()).not.toHaveProperty('late');
  });

  it('that has begun to deliver is judged like any other', async () => {
    const world = worldOf(sourceOf('orders'), late('stores', 'partial', { optional: true }));
    await world.upload('orders/a.csv');
    await world.upload('stores/a.csv');
    world.at(deadline);
    await world.deliver(opening());
    expect(world.last()).toMatchObject({ absent: [], late: [{ source: 'stores', action: 'partial' }] });
  });

  it('is not waited for without a deadline', async () => {
    const world = worldOf(sourceOf('orders'), late('stores', 'wait', { optional: true }));
    await world.upload('orders/a.csv');
    expect(world.last()).toMatchObject({ absent: ['stores'] });
  });
});

it('opens no batch of a name that is none: the message reaches the dead letters', async () => {
  const world = worldOf(sourceOf('orders'));
  const { batchItemFailures } = await world.deliver(open('2013-02-30'), open('2013-13'));
  expect(batchItemFailures).toHaveLength(2);
  expect(world.logged.at(-1)?.facts).toMatchObject({ error: 'InputInvalid' });
});

describe('history that is uploaded past its deadline, file by file', () => {
  const one = { complete: { files: 1 } };
  const trickle = async (...sources: ReturnType<typeof sourceOf>[]) => {
    const world = worldOf(...sources);
    world.at('2014-01-01T00:00:00Z');
    for (const { name } of sources) {
      await world.upload(`${name}/a.csv`);
      await world.pass(5);
    }
    for (let at = 0; at < 5; at++) await world.pass(60);
    return world;
  };

  it.each(['fail', 'partial'] as const)('makes one run, of all of it: %s', async (action) => {
    const world = await trickle(sourceOf('customers'), late('orders', action, one));
    expect(world.runs()).toHaveLength(1);
    expect(world.last()).not.toHaveProperty('late');
  });

  it('makes one run with its optional source', async () => {
    const world = await trickle(sourceOf('customers'), late('stores', 'partial', { ...one, optional: true }));
    expect(world.runs()).toHaveLength(1);
    expect(world.last()).toMatchObject({ sources: [{ name: 'customers' }, { name: 'stores' }] });
  });
});
