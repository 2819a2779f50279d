import { latestKey } from '../../functions/core/keys.ts';
import { advanceLatest } from '../../functions/core/latest.ts';
import { type Latest, latestSchema } from '../../functions/core/manifest.ts';
import { markSlot } from '../../functions/core/superseded.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';

const batch = '2024-02';
const latest = (run: string, day: string, more: Partial<Latest['position']> = {}): Latest => ({
  run,
  position: { newestInput: `${day}T00:00:00.000Z`, attempt: 1, decidedAt: `${day}T01:00:00.000Z`, ...more },
});
const [older, newer] = [latest('2024-02-a', '2024-03-01'), latest('2024-02-b', '2024-03-02')];
const current = (bucket: MemoryBucket) => latestSchema.parse(JSON.parse(bucket.texts()[latestKey(batch)] ?? ''));

describe('latest', () => {
  it('moves to a newer run, and says so', async () => {
    const bucket = memoryBucket();
    expect(await advanceLatest(batch, older, bucket)).toBe(true);
    expect(await advanceLatest(batch, newer, bucket)).toBe(true);
    expect(current(bucket)).toEqual(newer);
  });

  it('never goes back to an older run', async () => {
    const bucket = memoryBucket();
    await advanceLatest(batch, newer, bucket);
    expect(await advanceLatest(batch, older, bucket)).toBe(false);
    expect(current(bucket)).toEqual(newer);
  });

  it.each<[string, Partial<Latest['position']>]>([
    ['the attempt', { attempt: 2, decidedAt: '2000-01-01T00:00:00Z' }],
    ['the time of the decision', { decidedAt: '2024-03-01T01:00:00.001Z' }],
  ])('is decided by %s where the inputs are of the same time', async (_, more) => {
    const again = { ...older, run: '2024-02-c', position: { ...older.position, ...more } };
    for (const order of [
      [older, again],
      [again, older],
    ]) {
      const bucket = memoryBucket();
      for (const one of order) await advanceLatest(batch, one, bucket);
      expect(current(bucket)).toEqual(again);
    }
  });

  it('compares times, not their spelling', async () => {
    const bucket = memoryBucket();
    await advanceLatest(batch, latest('2024-02-a', '2024-03-01', { newestInput: '2024-03-01T00:00:00Z' }), bucket);
    const later = latest('2024-02-b', '2024-03-01', { newestInput: '2024-03-01T00:00:00.500Z' });
    expect(await advanceLatest(batch, later, bucket)).toBe(true);
  });

  it('is written once, however often the same run moves it', async () => {
    const bucket = memoryBucket();
    for (let time = 0; time < 3; time++) expect(await advanceLatest(batch, newer, bucket)).toBe(true);
    expect(bucket.writes).toEqual([latestKey(batch)]);
  });

  it('is the newest of any number of writers at once', async () => {
    const runs = Array.from({ length: 12 }, (_, at) =>
      latest(`2024-02-${at}`, `2024-03-${String(at + 1).padStart(2, '0')}`),
    );
    const bucket = memoryBucket();
    const shuffled = runs.map((one, at) => runs[(at * 5) % 12] ?? one);
    await Promise.all(shuffled.map((one) => advanceLatest(batch, one, bucket)));
    expect(current(bucket)).toEqual(runs.at(-1));
  });

  it('is mended where it cannot be read', async () => {
    const bucket = memoryBucket();
    bucket.put(latestKey(batch), '{"run":');
    expect(await advanceLatest(batch, older, bucket)).toBe(true);
    expect(current(bucket)).toEqual(older);
  });
});

describe('the pages that a new latest supersedes', () => {
  const page = (comparedWith: { batch: string; run: string } | null) => {
    const slot = markSlot(comparedWith);
    return `<main><div class="mark" data-batch="${slot['data-batch']}" data-run="${slot['data-run']}"></div></main>`;
  };
  const pageKey = (of: string, run: string) => `reports/${of}/${run}/index.html`;
  const shop = () => {
    const bucket = memoryBucket();
    bucket.put(pageKey(batch, older.run), page(null));
    bucket.put(pageKey(batch, newer.run), page(null));
    bucket.put(pageKey('2024-03', '2024-03-x'), page({ batch, run: older.run }));
    bucket.put(pageKey('2024-04', '2024-04-y'), page({ batch: '2024-03', run: '2024-03-x' }));
    return bucket;
  };

  it('say that a newer report is there, or that they are compared with one that is superseded', async () => {
    const bucket = shop();
    const before = bucket.texts();
    await advanceLatest(batch, older, bucket);
    expect(bucket.texts()[pageKey('2024-03', '2024-03-x')]).toBe(before[pageKey('2024-03', '2024-03-x')]);
    await advanceLatest(batch, newer, bucket);
    const texts = bucket.texts();
    expect(texts[pageKey(batch, older.run)]).toContain('Superseded: <a href="../2024-02-b/index.html">');
    expect(texts[pageKey('2024-03', '2024-03-x')]).toContain(
      'Compared with a superseded report: <a href="../../2024-02/2024-02-b/index.html">',
    );
    expect(texts[pageKey(batch, newer.run)]).toBe(before[pageKey(batch, newer.run)]);
    expect(texts[pageKey('2024-04', '2024-04-y')]).toBe(before[pageKey('2024-04', '2024-04-y')]);
  });

  it('lose their mark when latest comes back to them', async () => {
    const bucket = shop();
    for (const one of [older, newer, latest(older.run, '2024-03-03')]) await advanceLatest(batch, one, bucket);
    expect(bucket.texts()[pageKey(batch, older.run)]).toBe(page(null));
    expect(bucket.texts()[pageKey('2024-03', '2024-03-x')]).toBe(page({ batch, run: older.run }));
    expect(bucket.texts()[pageKey(batch, newer.run)]).toContain('Superseded');
  });

  it('are marked by the next try when the first one crashed', async () => {
    const whole = shop();
    await advanceLatest(batch, older, whole);
    await advanceLatest(batch, newer, whole);
    for (let nth = 1; nth <= 3; nth++) {
      const bucket = shop();
      await advanceLatest(batch, older, bucket);
      bucket.crashAt(nth, 'before');
      await expect(advanceLatest(batch, newer, bucket)).rejects.toThrow('crash');
      bucket.heal();
      await advanceLatest(batch, newer, bucket);
      expect(bucket.texts()).toEqual(whole.texts());
    }
  });
});
