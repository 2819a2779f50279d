import { seconds } from '../../functions/core/duration.ts';
import type { Late } from '../../functions/definition/define-source.ts';
import { upload } from '../../functions/origins/upload/options.ts';
import { open, sourceOf, startWorld } from './world.ts';

const after = 5 * 86_400;
const deadline = '2013-03-06T00:00:00Z';
const opening = (at = deadline) => JSON.stringify({ open: { at, after } });
const overdue = expect.objectContaining({ batch: '2013-02', overdue: true });

/** Orders are two files, and have a deadline. */
function worldOf(action: Late['action']) {
  const late = { after: seconds(after), action };
  const orders = sourceOf('orders', { origin: upload({ complete: { files: 2 } }), late });
  const world = startWorld([orders, sourceOf('customers')]);
  return {
    ...world,
    upload: (file: string) => world.deliver(world.put(`incoming/2013-02/${file}`)),
    at: (moment: string) => {
      world.clock.now = Date.parse(moment);
    },
    /** What the batch is overdue for, by all that start has said. */
    overdue: () =>
      world.logged.flatMap(({ message, facts }) => (JSON.stringify(facts).includes('overdue') ? [message] : [])),
  };
}

it('is a batch that still waits at its deadline', async () => {
  const world = worldOf('wait');
  await world.upload('orders/a.csv');
  world.at(deadline);
  await world.deliver(opening());
  expect(world.logged.at(-1)).toEqual({ message: 'A batch waits for files', facts: overdue });
});

it('is a batch whose late source is taken as it is, while another one is waited for', async () => {
  const world = worldOf('partial');
  await world.upload('orders/a.csv');
  world.at(deadline);
  await world.deliver(opening());
  expect(world.overdue()).toEqual(['A batch waits for files']);
});

it.each(['held', 'failed'] as const)('is a batch whose run was %s', async (result) => {
  const world = worldOf('wait');
  for (const file of ['orders/a.csv', 'orders/b.csv', 'customers/a.csv']) await world.upload(file);
  const [run = ''] = world.runs();
  if (result === 'held') await world.end(run, result);
  else world.executions.set(run, { input: world.executions.get(run)?.input, ended: true });
  world.at(deadline);
  await world.deliver(opening());
  expect(world.logged.at(-1)?.facts).toEqual(overdue);
});

describe('is no batch', () => {
  it('before its deadline, by the clock of the wall or not', async () => {
    const world = worldOf('wait');
    world.at('2013-03-05T23:59:59Z');
    await world.deliver(opening());
    expect(world.overdue()).toEqual([]);
  });

  it('that somebody uploads to, or opens, years later', async () => {
    const world = worldOf('wait');
    world.at('2025-01-01T00:00:00Z');
    await world.upload('orders/a.csv');
    await world.deliver(open('2013-02'));
    expect(world.logged.map(({ message }) => message)).toEqual(['A batch waits for files', 'A batch waits for files']);
    expect(world.overdue()).toEqual([]);
  });

  it('whose run is under way', async () => {
    const world = worldOf('wait');
    for (const file of ['orders/a.csv', 'orders/b.csv', 'customers/a.csv']) await world.upload(file);
    world.at(deadline);
    await world.deliver(opening());
    expect(world.logged.at(-1)?.message).toBe('A run is under way');
    expect(world.overdue()).toEqual([]);
  });

  it('that has a report, though a file of it was withdrawn', async () => {
    const world = worldOf('wait');
    for (const file of ['orders/a.csv', 'orders/b.csv', 'customers/a.csv']) await world.upload(file);
    await world.end(world.runs()[0] ?? '', 'published');
    world.bucket.remove('incoming/2013-02/orders/b.csv');
    world.at(deadline);
    await world.deliver(opening());
    expect(world.logged.at(-1)?.message).toBe('A batch waits for files');
    expect(world.overdue()).toEqual([]);
  });
});
