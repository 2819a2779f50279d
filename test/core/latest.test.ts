import { latestKey } from '../../functions/core/keys.ts';
import { end, type Result, readLatest, want } from '../../functions/core/latest.ts';
import { markSlot, markSuperseded } from '../../functions/core/superseded.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';

const batch = '2024-02';
const [a, b] = ['2024-02-aaaaaaaaaaaaaaaa', '2024-02-bbbbbbbbbbbbbbbb'];
const asked = async (run: string, bucket: MemoryBucket) =>
  want({ run, batch }, await readLatest(batch, bucket), bucket);
const ended = (run: string, result: Result, bucket: MemoryBucket) => end({ run, batch, result }, bucket);
const current = async (bucket: MemoryBucket) => (await readLatest(batch, bucket)).latest.run;

/** A batch of which these runs were asked for, and ended well, one after the other. */
async function publishing(...runs: string[]) {
  const bucket = memoryBucket();
  for (const run of runs) {
    await asked(run, bucket);
    await ended(run, 'published', bucket);
  }
  return bucket;
}

describe('the report that holds', () => {
  it('is none while nothing is published', async () => {
    const bucket = memoryBucket();
    await asked(a, bucket);
    await ended(a, 'held', bucket);
    expect(await current(bucket)).toBeNull();
  });

  it('is the one that was wanted last, whichever ends last', async () => {
    for (const order of [
      [a, b],
      [b, a],
    ]) {
      const bucket = memoryBucket();
      for (const run of [a, b]) await asked(run, bucket);
      for (const run of order) await ended(run, 'published', bucket);
      expect(await current(bucket)).toBe(b);
    }
  });

  it('stays the one before while the wanted one is not published', async () => {
    const bucket = await publishing(a);
    await asked(b, bucket);
    expect(await current(bucket)).toBe(a);
    await ended(b, 'held', bucket);
    expect(await current(bucket)).toBe(a);
    await ended(`${b}_2`, 'published', bucket);
    expect(await current(bucket)).toBe(`${b}_2`);
  });

  it('is the newest attempt, by its number', async () => {
    const bucket = await publishing(a);
    for (const attempt of [10, 9, 2]) await ended(`${a}_${attempt}`, 'published', bucket);
    await ended(`${a}_11`, 'held', bucket);
    expect(await current(bucket)).toBe(`${a}_10`);
  });

  it('comes back with the inputs that it was made of', async () => {
    const bucket = await publishing(a, b);
    await asked(a, bucket);
    expect(await current(bucket)).toBe(a);
  });

  it('is the first to end where the object that says so was lost', async () => {
    const bucket = await publishing(b);
    bucket.put(latestKey(batch), '{"run":');
    await ended(a, 'published', bucket);
    expect(await current(bucket)).toBe(a);
  });

  it('stays what an earlier version of this object said until another is published', async () => {
    const bucket = memoryBucket();
    bucket.put(latestKey(batch), JSON.stringify({ run: a, position: { attempt: 1 } }));
    await asked(b, bucket);
    expect(await current(bucket)).toBe(a);
    await ended(b, 'published', bucket);
    expect(await current(bucket)).toBe(b);
  });
});

it('is told of no end twice', async () => {
  const bucket = await publishing(a);
  const writes = bucket.writes.length;
  await ended(a, 'published', bucket);
  expect(bucket.writes).toHaveLength(writes);
});

it('loses nothing of any number of writers at once', async () => {
  const bucket = memoryBucket();
  const attempts = Array.from({ length: 12 }, (_, at) => `${a}_${((at * 5) % 12) + 2}`);
  await Promise.all(attempts.map((run) => ended(run, 'published', bucket)));
  expect(Object.keys((await readLatest(batch, bucket)).latest.ended).sort()).toEqual(attempts.sort());
  expect(await current(bucket)).toBe(`${a}_13`);
});

it('is never judged by what was read before something else was written', async () => {
  const bucket = await publishing(a);
  const before = await readLatest(batch, bucket);
  await asked(b, bucket);
  await want({ run: '2024-02-cccccccccccccccc', batch }, before, bucket);
  expect((await readLatest(batch, bucket)).latest.wanted).toEqual([a, b]);
});

describe('the pages that a new latest supersedes', () => {
  const page = (comparedWith: { batch: string; run: string } | null) => {
    const slot = markSlot(comparedWith);
    return `<main><div class="mark" data-batch="${slot['data-batch']}" data-run="${slot['data-run']}"></div></main>`;
  };
  const pageKey = (of: string, run: string) => `reports/${of}/${run}/index.html`;
  const shop = async (...runs: string[]) => {
    const bucket = await publishing(...runs);
    bucket.put(pageKey(batch, a), page(null));
    bucket.put(pageKey(batch, b), page(null));
    bucket.put(pageKey('2024-03', '2024-03-x'), page({ batch, run: a }));
    bucket.put(pageKey('2024-04', '2024-04-y'), page({ batch: '2024-03', run: '2024-03-x' }));
    await markSuperseded(batch, bucket);
    return bucket;
  };

  it('say that a newer report is there, or that they are compared with one that is superseded', async () => {
    const before = (await shop(a)).texts();
    const texts = (await shop(a, b)).texts();
    expect(before[pageKey('2024-03', '2024-03-x')]).toBe(page({ batch, run: a }));
    expect(texts[pageKey(batch, a)]).toContain(`Superseded: <a href="../${b}/index.html">`);
    expect(texts[pageKey('2024-03', '2024-03-x')]).toContain(
      `Compared with a superseded report: <a href="../../2024-02/${b}/index.html">`,
    );
    expect(texts[pageKey(batch, b)]).toBe(page(null));
    expect(texts[pageKey('2024-04', '2024-04-y')]).toBe(before[pageKey('2024-04', '2024-04-y')]);
  });

  it('lose their mark when latest comes back to them', async () => {
    const bucket = await shop(a, b);
    await asked(a, bucket);
    await markSuperseded(batch, bucket);
    expect(bucket.texts()[pageKey(batch, a)]).toBe(page(null));
    expect(bucket.texts()[pageKey('2024-03', '2024-03-x')]).toBe(page({ batch, run: a }));
    expect(bucket.texts()[pageKey(batch, b)]).toContain('Superseded');
  });

  it('are marked by the next try when the first one crashed', async () => {
    const whole = await shop(a, b);
    for (let nth = 1; nth <= 2; nth++) {
      const bucket = await shop(a);
      await asked(b, bucket);
      await ended(b, 'published', bucket);
      bucket.crashAt(nth, 'before');
      await expect(markSuperseded(batch, bucket)).rejects.toThrow('crash');
      bucket.heal();
      await markSuperseded(batch, bucket);
      expect(bucket.texts()).toEqual(whole.texts());
    }
  });
});
