import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBatch } from '../../local/batch.ts';
import { readOptions } from '../../local/options.ts';
import { openScreen } from '../../local/screen.ts';
import { inSession, type Session } from '../../local/session.ts';
import { resultLines } from '../../local/tell.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));
jest.setTimeout(60_000);

const batch = '2025-01';
const said: string[] = [];
const screen = openScreen({ write: (text) => said.push(text) });
const environment = { ...process.env };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-session-'));
});
afterEach(() => {
  process.env = { ...environment };
});
afterAll(async () => {
  screen.close();
  await rm(folder, { recursive: true });
});

/** Does the work with so many orders in the database, and with what was kept of the sessions before. */
async function session<T>(orders: number, work: (session: Session) => Promise<T>): Promise<T> {
  Object.assign(process.env, { PIPELINE_FINGERPRINT: 'f', CODE_VERSION: 'v' });
  const rows = Array.from({ length: orders }, (_, id) => ({ id }));
  const plan = {
    batches: new Map([[batch, []]]),
    strays: [],
    seeds: new Map([['orders', { path: 'seed/orders.json', rows }]]),
  };
  const options = readOptions(['--store', join(folder, 'store'), '--out', join(folder, 'out')]);
  return inSession({ plan, options, screen }, (its) => work(its).finally(its.kept.save));
}
const run =
  (again = false) =>
  async ({ cloud }: Session) =>
    runBatch(cloud, batch, { distributed: false, again });
const figureOf = ({ outcome }: Awaited<ReturnType<typeof runBatch>>) =>
  'report' in outcome ? Number(outcome.report.figures[0]?.value) : outcome;

it('makes the report of a batch to which nothing is uploaded', async () => {
  const result = await session(3, run());
  expect([result.ran, figureOf(result)]).toEqual([true, 3]);
  expect(said.join('')).toContain('DynamoDB is up on this machine, seeded from sample/seed.');
});

it('takes what a source holds as read once a report was made of it, until it is asked to read again', async () => {
  const [same, again] = [await session(5, run()), await session(5, run(true))];
  expect([same.ran, figureOf(same)]).toEqual([false, 3]);
  expect([again.ran, figureOf(again)]).toEqual([true, 5]);
  const [since, oncemore] = [await session(7, run()), await session(7, run(true))];
  expect([since.ran, figureOf(since)]).toEqual([false, 5]);
  expect([oncemore.ran, figureOf(oncemore)]).toEqual([true, 7]);
});

it('fails the run of a database that is down, says which and what to do, and keeps the report before', async () => {
  const down = await session(9, async (its) => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:1';
    return run(true)(its);
  });
  const [reason, advice] = resultLines({ ...down, batch, uploaded: { added: [], changed: [], removed: [] } }, 'out', {
    bold: String,
    dim: String,
    green: String,
    red: String,
    columns: 80,
  }).filter((line) => !line.includes('message:'));
  expect(reason).toMatch(/failed: SourceUnavailable: orders: DynamoDB \(table orders\) did not answer: .*ECONNREFUSED/);
  expect(advice).toContain('Start again once the cause is gone');
  expect(figureOf(await session(9, run()))).toBe(7);
});

it('stops what it started where the work fails', async () => {
  let endpoint = '';
  const failing = session(1, async () => {
    endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
});
