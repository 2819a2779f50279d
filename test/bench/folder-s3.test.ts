import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { folderS3 } from '../../bench/folder-s3.ts';
import { listenOnLoopback } from '../../local/loopback.ts';

let folder: string;
let served: Awaited<ReturnType<typeof listenOnLoopback>>;
let s3: S3Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-s3-'));
  served = await listenOnLoopback(folderS3(folder));
  s3 = new S3Client({ endpoint: served.url, region: 'local', forcePathStyle: true, maxAttempts: 1 });
  for (const Key of ['runs/one/clean/a.csv', 'runs/two/clean/a.csv'])
    await s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body: '0123456789' }));
});
afterAll(async () => {
  s3.destroy();
  await served.close();
  await rm(folder, { recursive: true });
});

const about = { Bucket: 'lake', Key: 'runs/one/clean/a.csv' };
const get = async (Range?: string) => {
  const { Body, ContentLength, ContentRange } = await s3.send(new GetObjectCommand({ ...about, Range }));
  return { text: await Body?.transformToString(), length: ContentLength, range: ContentRange };
};

it('has its objects as files of the folder', async () => {
  expect(await readFile(join(folder, about.Key), 'utf8')).toBe('0123456789');
});

it('lists what begins with a prefix, and nothing else', async () => {
  const list = (Prefix: string) => s3.send(new ListObjectsV2Command({ Bucket: 'lake', Prefix }));
  const { Contents, IsTruncated } = await list('runs/one/');
  expect(Contents).toEqual([expect.objectContaining({ Key: about.Key, Size: 10, LastModified: expect.any(Date) })]);
  expect(IsTruncated).toBe(false);
  expect((await list('runs/three/')).Contents).toBeUndefined();
});

it.each([
  [undefined, { text: '0123456789', length: 10 }],
  ['bytes=2-4', { text: '234', length: 3, range: 'bytes 2-4/10' }],
  ['bytes=8-', { text: '89', length: 2, range: 'bytes 8-9/10' }],
  ['bytes=8-99', { text: '89', length: 2, range: 'bytes 8-9/10' }],
  ['bytes=-3', { text: '789', length: 3, range: 'bytes 7-9/10' }],
])('gives the bytes that are asked for: %s', async (range, expected) => {
  expect(await get(range)).toEqual(expected);
});

it('tells how large an object is without giving it', async () => {
  expect(await s3.send(new HeadObjectCommand(about))).toMatchObject({ ContentLength: 10, ETag: expect.any(String) });
});

it('has no object that was not written', async () => {
  const none = { ...about, Key: 'runs/one/clean/b.csv' };
  await expect(s3.send(new HeadObjectCommand(none))).rejects.toMatchObject({ name: 'NotFound' });
  await expect(s3.send(new GetObjectCommand(none))).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
});
