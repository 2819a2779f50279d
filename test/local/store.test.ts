import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { openBucket } from '../../functions/platform/bucket.ts';
import { type LocalAws, startAws } from '../../local/aws.ts';
import { openStore } from '../../local/store.ts';

const running: LocalAws[] = [];
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tributary-store-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.stop()));
  await rm(directory, { recursive: true });
});

/** A fresh bucket with its store, as after a start of the process. */
async function fresh() {
  const aws = await startAws();
  running.push(aws);
  const put = (Key: string, Body: string | Uint8Array, ContentType = 'text/plain') =>
    aws.s3.send(new PutObjectCommand({ Bucket: aws.bucket, Key, Body, ContentType }));
  return {
    ...aws,
    put,
    store: openStore(directory, aws.s3, aws.bucket),
    objects: openBucket({ name: aws.bucket, client: aws.s3 }),
  };
}

it('brings every object back, whatever its key and bytes', async () => {
  const contents: Record<string, Uint8Array> = {
    'a/b c/ü ñ+%2F&?#".txt': Buffer.from('text'),
    a: Buffer.from('an object where another has its folder'),
    A: Buffer.from('one letter apart'),
    'a//b/': new Uint8Array(),
    '../../outside': Buffer.from([0, 255, 10, 13]),
    [`long/${'x'.repeat(900)}`]: Buffer.from('longer than a file may be named'),
  };
  const one = await fresh();
  for (const [key, body] of Object.entries(contents)) await one.put(key, body, `type/${body.length}`);
  await one.store.save();

  const other = await fresh();
  await other.store.restore();
  const described = async (aws: LocalAws) =>
    (await openBucket({ name: aws.bucket, client: aws.s3 }).list('')).map(({ key, etag }) => [key, etag]);
  expect(await described(other)).toEqual(await described(one));
  for (const [Key, body] of Object.entries(contents)) {
    const object = await other.s3.send(new GetObjectCommand({ Bucket: other.bucket, Key }));
    expect([object.ContentType, Buffer.from((await object.Body?.transformToByteArray()) ?? [])]).toEqual([
      `type/${body.length}`,
      Buffer.from(body),
    ]);
  }
});

it('brings objects back in the order of their delivery, not of their keys', async () => {
  const one = await fresh();
  for (const key of ['c', 'a', 'b']) {
    await one.put(key, key);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await one.store.save();

  const other = await fresh();
  await other.store.restore();
  const times = Object.fromEntries((await other.objects.list('')).map(({ key, lastModified }) => [key, lastModified]));
  expect([times.c, times.a, times.b].map(String)).toEqual([times.c, times.a, times.b].map(String).sort());
  expect(new Set(Object.values(times)).size).toBe(3);
});

it('keeps each content once, and none that nothing has any more', async () => {
  const { put, store, s3, bucket } = await fresh();
  await Promise.all([put('a', 'same'), put('b', 'same'), put('c', 'other')]);
  await store.save();
  expect(await readdir(join(directory, 'objects'))).toHaveLength(2);

  await put('c', 'newer');
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a' }));
  await store.save();
  const texts = (await readdir(join(directory, 'objects'))).map((name) =>
    readFile(join(directory, 'objects', name), 'utf8'),
  );
  expect((await Promise.all(texts)).sort()).toEqual(['newer', 'same']);
});

it('starts empty where nothing was kept', async () => {
  const { store, objects } = await fresh();
  await store.restore();
  expect(await objects.list('')).toEqual([]);
});

it.each([
  ['an index that is cut', () => writeFile(join(directory, 'bucket.json'), '{"format":')],
  ['an index of another kind', () => writeFile(join(directory, 'bucket.json'), '{"format":"else"}')],
  [
    'a changed content',
    async () => {
      const [name = ''] = await readdir(join(directory, 'objects'));
      await writeFile(join(directory, 'objects', name), 'tampered');
    },
  ],
  ['a lost content', () => rm(join(directory, 'objects'), { recursive: true })],
])('says what to do about %s', async (_, damage) => {
  const { put, store } = await fresh();
  await put('a', 'text');
  await store.save();
  await damage();
  await expect((await fresh()).store.restore()).rejects.toThrow(`The bucket kept in ${directory} cannot be read: `);
  await expect((await fresh()).store.restore()).rejects.toThrow('Remove the folder and start again');
});

describe('whoever looks', () => {
  const tree = async () => {
    const found = await readdir(join(directory, 'bucket'), { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const texts = files
      .sort()
      .map(async (file) => [relative(join(directory, 'bucket'), file), await readFile(file, 'utf8')]);
    return Object.fromEntries(await Promise.all(texts));
  };

  it('finds the objects of the bucket as files under their keys, and as they are now', async () => {
    const { put, s3, bucket, store } = await fresh();
    await put('runs/a/rejected/orders.parquet', 'rows');
    await put('reports/a/latest.json', 'old');
    await store.save();
    expect(await tree()).toEqual({ 'runs/a/rejected/orders.parquet': 'rows', 'reports/a/latest.json': 'old' });
    await put('reports/a/latest.json', 'new');
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'runs/a/rejected/orders.parquet' }));
    await store.save();
    expect(await tree()).toEqual({ 'reports/a/latest.json': 'new' });

    const other = await fresh();
    await writeFile(join(directory, 'bucket', 'stray.txt'), 'left behind');
    await other.store.restore();
    await other.store.save();
    expect(await tree()).toEqual({ 'reports/a/latest.json': 'new' });
  });

  it('does not find what no path can say, which is kept all the same', async () => {
    const { put, store } = await fresh();
    const odd = ['../outside', 'a//b', 'folder/', `long/${'x'.repeat(900)}`, 'a:b'];
    for (const key of [...odd, 'file', 'file/below']) await put(key, 'text');
    await store.save();
    expect(await tree()).toEqual({ file: 'text' });
    const other = await fresh();
    await other.store.restore();
    expect((await other.objects.list('')).map(({ key }) => key).sort()).toEqual([...odd, 'file', 'file/below'].sort());
  });
});
