import { latestKey } from '../../functions/core/keys.ts';
import { end, type Result, readLatest, want } from '../../functions/publishing/latest.ts';
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
