import fc from 'fast-check';
import { documentKey, latestKey, manifestKey } from '../../functions/core/keys.ts';
import { end, type Result, readLatest, want } from '../../functions/publishing/latest.ts';
import { shelve } from '../../functions/shelve/shelve.ts';
import { interleaved } from '../start/interleaved.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';

const [january, february] = ['2024-01', '2024-02'];
const [a, b, j] = ['2024-02-aaaaaaaaaaaaaaaa', '2024-02-bbbbbbbbbbbbbbbb', '2024-01-cccccccccccccccc'];
const written = (key: string) => ({ detail: { object: { key } } });
const shelved = (bucket: Parameters<typeof shelve>[1]['bucket'], batch = february) =>
  shelve(written(latestKey(batch)), { bucket, title: 'Shop', locale: 'en', period: 'month', log: silent });
const asked = async (run: string, bucket: MemoryBucket, batch = february) =>
  want({ run, batch }, await readLatest(batch, bucket), bucket);

/** Of `report.json`, what the shelf shows. */
const figure = {
  title: 'Orders',
  table: 't',
  column: 'c',
  value: 110,
  previous: 100,
  unit: '',
  digits: 0,
  better: 'higher',
};
const change = {
  figure: 0,
  title: 'Orders',
  basis: 'value',
  difference: 10,
  relative: 0.1,
  perDay: null,
  days: [],
  hold: null,
};
const said = {
  verdict: { use: 'with_care', next: null, says: 'Use with care' },
  figures: [figure],
  changes: [{ ...change, direction: 'up', news: 'good', says: 'Orders rose.' }],
};

/** Runs that were asked for, and ended so, one after the other, each compared with January's. */
async function ended(bucket: MemoryBucket, ...runs: readonly (readonly [string, Result])[]) {
  for (const [run, result] of runs) {
    const batch = run.slice(0, 7);
    const comparedWith = batch === february ? { batch: january, run: j } : null;
    const manifest = { run, batch, attempt: 1, fingerprint: 'f', frozenAt: '2024-03-01T00:00:00Z', sources: [] };
    bucket.put(manifestKey(run), JSON.stringify({ ...manifest, absent: [], comparedWith, waiver: null }));
    bucket.put(documentKey(batch, run), JSON.stringify({ ...said, comparedWith }));
    await asked(run.replace(/_\d+$/, ''), bucket, batch);
    await end({ run, batch, result }, bucket);
  }
  return bucket;
}
const batchPage = (bucket: MemoryBucket) => bucket.texts()[`reports/${february}/index.html`] ?? '';
const shelf = (bucket: MemoryBucket) => bucket.texts()['reports/index.html'] ?? '';
const plain = (html: string) =>
  html
    .replace(/<style>.*<\/style>|<[^>]*>/gs, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('the stable address of a batch', () => {
  it('leads to the report that holds, and back where the inputs go back', async () => {
    const bucket = await ended(memoryBucket(), [a, 'published'], [b, 'published']);
    await shelved(bucket);
    expect(batchPage(bucket)).toContain(`content="0; url=${b}/index.html"`);
    await asked(a, bucket);
    await shelved(bucket);
    expect(batchPage(bucket)).toContain(`content="0; url=${a}/index.html"`);
  });

  it('leads nowhere while nothing is published, and shows what was held', async () => {
    const bucket = await ended(memoryBucket(), [a, 'held']);
    await shelved(bucket);
    expect(batchPage(bucket)).not.toContain('http-equiv="refresh"');
    expect(plain(batchPage(bucket))).toContain('No report of this batch is published yet.');
    expect(batchPage(bucket)).toContain(`href="${a}/quality.html"`);
  });
});

it('has a page for the batch after the newest, as the report before leads to it', async () => {
  const bucket = await ended(memoryBucket(), [a, 'published']);
  await shelved(bucket);
  expect(plain(bucket.texts()['reports/2024-03/index.html'] ?? '')).toContain(
    '2024-03 No report of this batch is published',
  );
  expect(plain(shelf(bucket))).not.toContain('2024-03');
});

describe('the shelf', () => {
  it('has every batch, the newest first, and every version of it, the newest first', async () => {
    const bucket = await ended(
      memoryBucket(),
      [j, 'published'],
      [a, 'published'],
      [b, 'held'],
      [`${b}_2`, 'published'],
    );
    await shelved(bucket);
    expect(plain(shelf(bucket))).toContain(
      `2024-02 Use with care 110 ▲ 10.0 % better than 2024-01 ${b}_2 holds ${b} was held ${a} is superseded 2024-01 Use with care`,
    );
    expect(shelf(bucket)).toContain(`href="2024-02/${b}/quality.html"`);
    expect(shelf(bucket)).toContain('href="2024-02/index.html"');
  });

  it('has attempts by their numbers', async () => {
    const bucket = await ended(memoryBucket(), [a, 'held'], [`${a}_9`, 'held'], [`${a}_10`, 'published']);
    await shelved(bucket);
    expect(plain(shelf(bucket))).toContain(`${a}_10 holds ${a}_9 was held ${a} was held`);
  });

  it('says which report was compared with one that holds no more', async () => {
    const bucket = await ended(memoryBucket(), [j, 'published'], [a, 'published']);
    await shelved(bucket);
    expect(plain(shelf(bucket))).not.toContain('holds no more');
    await ended(bucket, ['2024-01-dddddddddddddddd', 'published']);
    await shelved(bucket, january);
    expect(plain(shelf(bucket))).toContain(
      '2024-02 Use with care Compared with a report of 2024-01 that holds no more',
    );
  });
});

it('shows a batch whose report is of another shape, without its headlines', async () => {
  const bucket = await ended(memoryBucket(), [j, 'published'], [a, 'published']);
  bucket.put(documentKey(february, a), '{"figures": "many"}');
  await shelved(bucket);
  expect(plain(shelf(bucket))).toContain(`2024-02 Published – ${a}`);
});

it('writes pages of its own alone: what is published stays as it is', async () => {
  const bucket = await ended(memoryBucket(), [a, 'published']);
  bucket.put(`reports/${february}/${a}/index.html`, 'the report');
  const before = bucket.writes.length;
  await shelved(bucket);
  const pages = [`reports/${february}/index.html`, 'reports/2024-03/index.html', 'reports/index.html'];
  expect(bucket.writes.slice(before)).toEqual(pages);
  await shelved(bucket);
  expect(bucket.writes).toHaveLength(before + 3);
  await shelve(written('reports/2024-02/x/latest.json'), {
    bucket,
    title: 'Shop',
    locale: 'en',
    period: 'month',
    log: silent,
  });
  expect(bucket.writes).toHaveLength(before + 3);
});

it('is at rest what holds, whatever the order in which events are worked on at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const bucket = await ended(memoryBucket(), [j, 'published'], [a, 'published']);
      const busy = interleaved(bucket, scheduler);
      const more = async () => {
        await end({ run: b, batch: february, result: 'published' }, busy);
        await shelved(busy);
      };
      const back = async () => {
        await want({ run: b, batch: february }, await readLatest(february, busy), busy);
        await shelved(busy);
      };
      await scheduler.waitFor(Promise.all([shelved(busy), more(), back(), shelved(busy, january)]));
      const [page, all] = [batchPage(bucket), shelf(bucket)];
      await shelved(bucket);
      expect([batchPage(bucket), shelf(bucket)]).toEqual([page, all]);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 15) },
  );
});
