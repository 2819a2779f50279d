import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { batchPageKey, latestKey, shelfKey } from '../../functions/core/keys.ts';
import { openWorld } from './stage.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));

const [batch, run] = ['2013-02', '2013-02-0123456789abcdef'];
const environment = { ...process.env };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-smoke-'));
  for (const [path, size] of [
    ['2013-01/orders/a.csv', 9],
    ['2013-02/orders/a.csv', 3],
    ['2013-02/orders/b.csv', 3],
    ['2013-02/orders/_DONE', 0],
  ] as const) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), 'x'.repeat(size));
  }
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  process.env.PIPELINE_FINGERPRINT = 'fingerprint';
});
afterEach(() => {
  process.env = { ...environment };
});

/** start and the steps do their part of it once the files are there. */
const begins = (world: ReturnType<typeof openWorld>) => () => {
  world.freeze(run);
  world.statuses.set(run, { status: 'RUNNING' });
  world.bucket.put(latestKey(batch), JSON.stringify({ run: null, wanted: [run], ended: {} }));
};

it('uploads the smallest batch under names of its own, waits for its report, and erases all of it', async () => {
  const world = openWorld();
  let uploaded: string[] = [];
  world.meanwhile(
    () => {
      uploaded = Object.keys(world.bucket.texts('incoming/'));
    },
    begins(world),
    () => world.end(run, 'published'),
    () => world.bucket.put(batchPageKey(batch), 'written by shelve after the run has ended'),
    () => world.bucket.put(shelfKey, `lists ${run}`),
  );
  const { code, said } = await world.run('smoke', '--input', folder);
  expect(code).toBe(0);
  expect(uploaded).toEqual([
    'incoming/2013-02/orders/_DONE',
    expect.stringMatching(/^incoming\/2013-02\/orders\/smoke-\d+-a\.csv$/),
    expect.stringMatching(/^incoming\/2013-02\/orders\/smoke-\d+-b\.csv$/),
  ]);
  expect(said).toContain(`s3://bucket/reports/2013-02/${run}/index.html`);
  expect(said).toContain('The stage works. All of 2013-02 is erased again');
  expect(Object.keys(world.bucket.texts())).toEqual(['reports/index.html']);
});

it('does not wait for a run that start wanted while only some of the files were there', async () => {
  const world = openWorld();
  const ofSome = '2013-02-1111111111111111';
  world.meanwhile(
    () => world.bucket.put(latestKey(batch), JSON.stringify({ run: null, wanted: [ofSome], ended: {} })),
    begins(world),
    () => world.end(run, 'published'),
    () => world.bucket.put(batchPageKey(batch), 'written by shelve after the run has ended'),
    () => world.bucket.put(shelfKey, `lists ${run}`),
  );
  expect((await world.run('smoke', '--input', folder)).code).toBe(0);
  expect(world.stage.now() < new Date('2013-03-01T06:01:00Z')).toBe(true);
});

it('leaves everything of a run that fails, and says what to do', async () => {
  const world = openWorld();
  world.meanwhile(begins(world), () =>
    world.statuses.set(run, { status: 'FAILED', error: 'SourceUnavailable', cause: 'No answer.' }),
  );
  const { code, said } = await world.run('smoke', '--input', folder);
  expect(code).toBe(1);
  expect(said).toContain('failed: SourceUnavailable: No answer.');
  for (const next of [`redrive ${run}`, `show ${run}`, 'forget 2013-02']) {
    expect(said).toContain(`npm run tributary -- ${next} --stage prod`);
  }
  expect(Object.keys(world.bucket.texts('incoming/'))).toHaveLength(3);
});

it('says what the batch waits for where no run begins', async () => {
  const world = openWorld();
  const { code, said } = await world.run('smoke', '--input', folder);
  expect(code).toBe(1);
  expect(said).toMatch(/2013-02: not begun\nIt is due, and start has not begun it\..*\n.*resend --stage prod/);
});

it('refuses a stage that has something of the batch, and one with another definition', async () => {
  const world = openWorld();
  world.bucket.put('incoming/2013-02/orders/a.csv', 'a');
  await expect(world.run('smoke', '--input', folder)).rejects.toThrow(/forget 2013-02 --stage prod/);
  process.env.PIPELINE_FINGERPRINT = 'of another folder';
  await expect(world.run('smoke', '--input', folder)).rejects.toThrow(/another definition/);
  expect(Object.keys(world.bucket.texts())).toEqual(['incoming/2013-02/orders/a.csv']);
});
