import type { History, HistoryEvent } from '../../functions/core/world.ts';
import { type DollarsWorld, dollarsSpent } from '../../functions/report/dollars.ts';
import { logTo } from '../world/log.ts';

/** A history, each event so many seconds after the start, following the one before it unless it says otherwise. */
const historyOf = (...events: (Partial<HistoryEvent> & { type: string; second: number })[]): HistoryEvent[] =>
  events.map(({ second, ...event }, at) => ({
    id: at + 1,
    previousId: at,
    at: new Date(second * 1000).toISOString(),
    ...event,
  }));
const entered = (state: string, second: number, type = 'Task') => ({ type: `${type}StateEntered`, state, second });
const called = (second: number) => ({ type: 'LambdaFunctionStarted', second });
const ended = (second: number, how = 'Succeeded') => ({ type: `LambdaFunction${how}`, second });

const logged: string[] = [];
const worldOf = (events: readonly HistoryEvent[], change: Partial<DollarsWorld> = {}): DollarsWorld => ({
  history: async function* () {
    yield* events.toReversed();
  },
  deployed: { architecture: 'arm64', megabytes: { preprocess: 2048, report: 1024 } },
  now: () => new Date(1_000_000),
  log: logTo((message) => void logged.push(message)),
  ...change,
});
const none: Parameters<typeof dollarsSpent>[1] = { sources: 0, tables: 0, scannedBytes: [], children: [] };
const spent = (events: HistoryEvent[], change: Partial<DollarsWorld> = {}, size = none) =>
  dollarsSpent('arn:run', size, worldOf(events, change));
/** What it costs more than a run in which nothing is called; to the sixth digit, as it is told. */
const more = async (...given: Parameters<typeof spent>) => ((await spent(...given)) ?? 0) - ((await spent([])) ?? 0);

it('is the time of each function times its memory, by the price of its processor', async () => {
  const events = historyOf(entered('Preprocess', 0), called(1), ended(1001));
  const states = 0.000025 + 0.0000002;
  expect(await more(events)).toBeCloseTo(2000 * 0.0000133334 + states, 5);
  const x86 = { architecture: 'x86_64', megabytes: { preprocess: 2048 } } as const;
  expect(await more(events, { deployed: x86 })).toBeCloseTo(2000 * 0.0000166667 + states, 5);
});

it('counts a try that failed, and none of the time until the next one', async () => {
  const tried = [entered('Preprocess', 0), called(0), ended(500, 'Failed')];
  const again = historyOf(...tried, called(900), ended(1400));
  const once = historyOf(entered('Preprocess', 0), called(0), ended(1000));
  expect(await spent(again)).toBeCloseTo((await spent(once)) ?? 0, 5);
});

it('tells sources apart that are worked on at once', async () => {
  const events = historyOf(
    { ...entered('Preprocess', 0), previousId: 0 },
    { ...entered('Preprocess', 0), previousId: 0 },
    { ...called(0), previousId: 1 },
    { ...called(100), previousId: 2 },
    { ...ended(400), previousId: 4 },
    { ...ended(500), previousId: 3 },
  );
  expect(await more(events)).toBeCloseTo(2 * (500 + 300) * 0.0000133334 + 2 * 0.000025, 5);
});

it('knows a function by its name where a state is called otherwise', async () => {
  const scheduled = {
    type: 'LambdaFunctionScheduled',
    second: 0,
    resource: 'arn:aws:lambda:eu:1:function:my-shop-dev-preprocess:7',
  };
  const events = historyOf(entered('Divide', 0), scheduled, called(0), ended(1000));
  expect(await more(events)).toBeCloseTo(2000 * 0.0000133334, 4);
});

it('has in it what children did, each a state, a call and requests', async () => {
  const children = [
    { calls: 0, seconds: 0 },
    { calls: 1000, seconds: 1000 },
  ];
  const requests = 4 * 0.000005 + 4 * 0.0000004;
  const expected = 2000 * 0.0000133334 + 1000 * (0.000025 + 0.0000002 + requests);
  expect(await more([], {}, { ...none, children })).toBeCloseTo(expected, 5);
});

it('has in it the call that is under way, which asks', async () => {
  expect(await more(historyOf(entered('Report', 0), called(0)))).toBeCloseTo(1000 * 0.0000133334 + 0.000025, 5);
});

it('grows with every state, every source and every table', async () => {
  expect(await more(historyOf(entered('QualityGate', 0, 'Choice')))).toBeCloseTo(0.000025, 6);
  expect(await more([], {}, { ...none, sources: 1 })).toBeGreaterThan(0);
  expect(await more([], {}, { ...none, tables: 1 })).toBeGreaterThan(0);
});

it('has in it what Athena has scanned: each query by the megabyte, and at least ten', async () => {
  expect(await more([], {}, { ...none, scannedBytes: [2e12, 0] })).toBeCloseTo(10 + 0.00005, 6);
  expect(await more([], {}, { ...none, scannedBytes: [20_000_001] })).toBeCloseTo(0.000105, 6);
});

it('is told by nobody where the history cannot be read, or the deployment is not known', async () => {
  const history: History = async function* () {
    yield* historyOf(called(0));
    throw new Error('throttled');
  };
  expect(await spent([], { history })).toBeNull();
  expect(logged).toEqual(['What the run costs could not be told']);
  expect(await spent([], { deployed: undefined })).toBeNull();
});
