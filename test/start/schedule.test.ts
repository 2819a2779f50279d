import { openingsOf } from '../../deployment/openings.ts';
import { type Batch, batchAfter, batchOf, type Period } from '../../functions/core/batch.ts';
import { seconds } from '../../functions/core/duration.ts';
import { windowOf } from '../../functions/core/window.ts';
import { dynamodb } from '../../functions/origins/dynamodb/options.ts';
import { upload } from '../../functions/origins/upload/options.ts';
import { firings } from './clock.ts';
import { sourceOf, startWorld } from './world.ts';

const hour = 3600;
const table = (settle = 0) => sourceOf('stock', { origin: dynamodb({ table: 'stock', settle: seconds(settle) }) });
const deadline = (after: number) =>
  sourceOf('orders', {
    origin: upload({ complete: { files: 2 } }),
    late: { after: seconds(after), action: 'partial' },
  });

/** The batches of a time, by their names. */
function batches(period: Period, first: string, last: string): string[] {
  const names = [];
  for (
    let batch: Batch | undefined = batchOf(period, first);
    batch && batch.name <= last;
    batch = batchAfter(period, batch)
  )
    names.push(batch.name);
  return names;
}

/** Lets the schedules of a pipeline fire over a time, with what they ask to look at again; gives the moment of each run by its batch. */
async function played(sources: ReturnType<typeof sourceOf>[], timeZone: string, names: readonly string[], jitter = 0) {
  const period: Period = names[0]?.length === 10 ? 'day' : names[0]?.length === 7 ? 'month' : 'year';
  const world = startWorld(sources, undefined, { period, timeZone });
  const windows = names.map((name) => windowOf(batchOf(period, name), timeZone));
  const range = [
    new Date(windows[0]?.to ?? ''),
    new Date(Date.parse(windows.at(-1)?.to ?? '') + 6 * 86_400_000),
  ] as const;
  for (const name of names) world.bucket.put(`incoming/${name}/orders/a.csv`, name, new Date(range[0].getTime() - 9e9));
  const events = openingsOf({ period, sources: world.world.pipeline.sources }).flatMap(({ expression, message }) =>
    firings(expression, timeZone, range).map((at) => ({
      at: at.getTime() + jitter * 1000,
      body: message.replace('<aws.scheduler.scheduled-time>', at.toISOString().replace('.000', '')),
    })),
  );
  const began = new Map<string, number>();
  const note = () => {
    for (const run of world.runs()) {
      const batch = run.slice(0, -17);
      if (!began.has(batch)) began.set(batch, world.clock.now);
    }
  };
  for (const { at, body } of events.sort((a, b) => a.at - b.at)) {
    for (
      let next = Math.min(...world.asked.map((one) => one.at));
      next <= at;
      next = Math.min(...world.asked.map((one) => one.at))
    ) {
      await world.pass((next - world.clock.now) / 1000);
      note();
    }
    world.clock.now = at;
    const { batchItemFailures } = await world.deliver(body, body);
    expect(batchItemFailures).toEqual([]);
    note();
  }
  const runs = world.runs().filter((run) => names.includes(run.slice(0, -17)));
  const seconds = names.map((name, at) => ((began.get(name) ?? Number.NaN) - Date.parse(windows[at]?.to ?? '')) / 1000);
  return { runs: runs.map((run) => run.slice(0, -17)), seconds };
}

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Pacific/Apia',
  'Asia/Kolkata',
  'America/Havana',
  'America/Nuuk',
  'Australia/Lord_Howe',
];

/** Days before and after each change of the clocks; some other days where they never change. */
function aroundChanges(timeZone: string): string[][] {
  const days = batches('day', '2024-01-01', '2024-12-31');
  const lengths = days.map((day) => {
    const { from, to } = windowOf(batchOf('day', day), timeZone);
    return (Date.parse(to) - Date.parse(from)) / 1000;
  });
  const changes = days.flatMap((_, at) => (lengths[at] === 24 * hour ? [] : [at]));
  return (changes.length > 0 ? changes : [60]).map((at) => days.slice(at - 5, at + 2));
}

describe.each(zones)('in %s the schedule opens', (timeZone) => {
  const some = aroundChanges(timeZone);

  it.each([0, 2.5, 23.5, 90])('every day once, %s hours after its end', async (hours) => {
    for (const names of some) {
      const { runs, seconds } = await played([table(hours * hour)], timeZone, names);
      expect(runs).toEqual(names);
      for (const one of seconds) expect(one >= hours * hour && one <= (hours + 2) * hour).toBe(true);
    }
  });

  it.each([0, 2.5, 23.5, 90])(
    'every day once, at a deadline %s hours after its end and never before',
    async (hours) => {
      for (const names of some) {
        const { runs, seconds } = await played([deadline(hours * hour)], timeZone, names);
        expect(runs).toEqual(names);
        for (const one of seconds) expect(one >= hours * hour && one <= (hours + 2) * hour).toBe(true);
      }
    },
  );

  it('every month and every year once', async () => {
    for (const names of [batches('month', '2024-01', '2024-12'), batches('year', '2022', '2023')]) {
      const { runs, seconds } = await played([table(600), deadline(5 * 86_400)], timeZone, names);
      expect(runs).toEqual(names);
      for (const one of seconds) expect(one).toBeGreaterThanOrEqual(5 * 86_400);
    }
  });
});

it.each([
  ['early', -60],
  ['late', 7200],
])('opens each batch once although the schedule fires %s', async (_, jitter) => {
  const names = batches('month', '2024-01', '2024-12');
  const { runs } = await played([table()], 'America/New_York', names, jitter);
  expect(runs).toEqual(names);
});

it('is left out for a pipeline of uploads that are waited for without end', () => {
  expect(openingsOf({ period: 'month', sources: startWorld().world.pipeline.sources })).toEqual([]);
});
