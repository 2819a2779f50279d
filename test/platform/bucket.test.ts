import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { sdkStreamMixin } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { openBucket } from '../../functions/platform/bucket.ts';

const s3 = mockClient(S3Client);
const bucket = openBucket({ name: 'the-bucket', client: new S3Client({ region: 'eu-central-1' }) });
const body = (text: string) => sdkStreamMixin(Readable.from([Buffer.from(text)]));
const failure = (name: string, status: number) =>
  new S3ServiceException({
    name,
    message: name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
const scratch = join(tmpdir(), `tributary-bucket-${process.pid}`);

beforeEach(() => s3.reset());
afterAll(() => rm(scratch, { force: true }));

describe('a bucket in S3', () => {
  it('lists every page', async () => {
    const modified = new Date('2025-01-02T03:04:05Z');
    s3.on(ListObjectsV2Command)
      .resolvesOnce({
        Contents: [{ Key: 'a', Size: 1, ETag: '"1"', LastModified: modified }],
        NextContinuationToken: 'n',
      })
      .resolvesOnce({ Contents: [{ Key: 'b', Size: 2, ETag: '"2"', LastModified: modified }] });

    expect((await bucket.list('x/')).map(({ key, size }) => [key, size])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(s3.commandCalls(ListObjectsV2Command)[1]?.args[0].input).toMatchObject({
      Prefix: 'x/',
      ContinuationToken: 'n',
    });
  });

  it('knows a missing key from a failing store', async () => {
    s3.on(GetObjectCommand).rejectsOnce(failure('NoSuchKey', 404)).rejectsOnce(failure('AccessDenied', 403));
    s3.on(HeadObjectCommand).rejectsOnce(failure('NotFound', 404));

    expect(await bucket.read('no')).toBeUndefined();
    expect(await bucket.head('no')).toBeUndefined();
    await expect(bucket.read('secret')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it.each([
    ['SlowDown', 503],
    ['InternalError', 500],
  ])('names what may pass, such as %s, so that the state machine tries again', async (name, status) => {
    s3.on(GetObjectCommand).rejects(failure(name, status));
    await expect(bucket.read('key')).rejects.toMatchObject({
      name: 'StoreUnavailable',
      message: expect.stringContaining('read key in the-bucket'),
    });
  });

  it('tells a refused condition from a written object', async () => {
    s3.on(PutObjectCommand).rejectsOnce(failure('PreconditionFailed', 412)).resolvesOnce({ ETag: '"2"' });

    const write = () => bucket.write('k', 'v', { contentType: 'text/plain', ifAbsent: true });
    expect([await write(), await write()]).toEqual([false, true]);
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({ IfNoneMatch: '*', Body: 'v' });
  });

  it('tells as refused what was to be written over an object that is gone', async () => {
    s3.on(PutObjectCommand).rejectsOnce(failure('NoSuchKey', 404));
    expect(await bucket.write('k', 'v', { contentType: 'text/plain', ifMatch: '"1"' })).toBe(false);
  });

  it('copies exactly the version and ETag, whatever letters the key has', async () => {
    s3.on(CopyObjectCommand).resolvesOnce({}).rejectsOnce(failure('PreconditionFailed', 412));
    const from = { key: 'in coming/Übersicht+1.csv', etag: '"1"', versionId: 'v 1' };

    await bucket.copy(from, 'raw/1');
    expect(s3.commandCalls(CopyObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'the-bucket',
      Key: 'raw/1',
      CopySource: 'the-bucket/in%20coming/%C3%9Cbersicht%2B1.csv?versionId=v%201',
      CopySourceIfMatch: '"1"',
      TaggingDirective: 'REPLACE',
    });
    await expect(bucket.copy(from, 'raw/1')).rejects.toMatchObject({ name: 'InputGone' });
  });

  describe('an object larger than one call copies', () => {
    const size = 6 * 1024 ** 3 + 7;
    const from = { key: 'incoming/large.csv', etag: '"1"', versionId: 'v1', size };
    const copied = () => s3.commandCalls(UploadPartCopyCommand).map(({ args: [{ input }] }) => input);

    beforeEach(() => {
      s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
      s3.on(CompleteMultipartUploadCommand).resolves({});
    });

    it('is copied in parts that are all of it, each of exactly the version and ETag', async () => {
      s3.on(UploadPartCopyCommand).callsFake(({ PartNumber }) => ({
        CopyPartResult: { ETag: `"part ${PartNumber}"` },
      }));
      await bucket.copy(from, 'raw/1');

      const ranges = copied().map(({ CopySourceRange = '' }) =>
        CopySourceRange.replace('bytes=', '').split('-').map(Number),
      );
      const ends = ranges.map(([, last = 0]) => last + 1);
      expect(ranges.map(([first]) => first)).toEqual([0, ...ends.slice(0, -1)]);
      expect(ends.at(-1)).toBe(size);
      for (const part of copied()) {
        expect(part).toMatchObject({
          CopySource: 'the-bucket/incoming/large.csv?versionId=v1',
          CopySourceIfMatch: '"1"',
        });
      }
      expect(s3.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input).toEqual({
        Bucket: 'the-bucket',
        Key: 'raw/1',
        UploadId: 'u',
        MultipartUpload: { Parts: ranges.map((_, at) => ({ PartNumber: at + 1, ETag: `"part ${at + 1}"` })) },
      });
      expect(s3.commandCalls(CopyObjectCommand)).toEqual([]);
    });

    it('is gone where it changes in the middle, and no copy of it is made', async () => {
      s3.on(UploadPartCopyCommand).resolvesOnce({}).rejects(failure('PreconditionFailed', 412));
      await expect(bucket.copy(from, 'raw/1')).rejects.toMatchObject({ name: 'InputGone' });
      expect(s3.commandCalls(CompleteMultipartUploadCommand)).toEqual([]);
    });
  });

  it('downloads to and uploads from files', async () => {
    s3.on(GetObjectCommand).resolves({ Body: body('hello') });
    s3.on(PutObjectCommand).resolves({});

    await bucket.download('k', scratch);
    expect(await readFile(scratch, 'utf8')).toBe('hello');
    await writeFile(scratch, 'four');
    await bucket.upload(scratch, 'k', 'text/csv');
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      ContentLength: 4,
      ContentType: 'text/csv',
    });
  });

  it('lets the bytes be heard that come and go', async () => {
    const heard: Buffer[] = [];
    const hear = (bytes: Buffer) => void heard.push(bytes);
    const said = () => Buffer.concat(heard.splice(0)).toString();
    s3.on(GetObjectCommand)
      .resolvesOnce({ Body: body('hello') })
      .resolvesOnce({ Body: body('ell') });

    await bucket.download('k', scratch, hear);
    expect(said()).toBe('hello');
    await bucket.downloadPart({ key: 'k', from: 1, to: 4 }, scratch, { hear });
    expect(said()).toBe('ell');
    s3.on(PutObjectCommand).resolves({});
    await writeFile(scratch, 'four');
    await bucket.upload(scratch, 'k', 'text/csv', hear);
    expect(said()).toBe('four');
  });

  describe('a part of an object', () => {
    const part = { key: 'k', etag: '"1"', from: 3, to: 8 };

    it('lands where it should in a file whose other bytes stay', async () => {
      s3.on(GetObjectCommand).resolves({ Body: body('HELLO') });
      await writeFile(scratch, 'a longer file');

      expect(await bucket.downloadPart(part, scratch, { at: 2 })).toBe(5);
      expect(await readFile(scratch, 'utf8')).toBe('a HELLOr file');
      expect(s3.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({
        Bucket: 'the-bucket',
        Key: 'k',
        Range: 'bytes=3-7',
        IfMatch: '"1"',
      });
    });

    it('makes a file that is not there, with nothing before it', async () => {
      await rm(scratch, { force: true });
      s3.on(GetObjectCommand).resolves({ Body: body('hi') });
      expect(await bucket.downloadPart(part, scratch, { at: 2 })).toBe(2);
      expect(await readFile(scratch, 'latin1')).toBe('\0\0hi');
    });

    it('of no bytes, or behind the end, is nothing', async () => {
      s3.on(GetObjectCommand).rejects(failure('InvalidRange', 416));
      expect(await bucket.downloadPart(part, scratch)).toBe(0);
      expect(await bucket.downloadPart({ key: 'k', from: 3, to: 3 }, scratch)).toBe(0);
      expect(s3.commandCalls(GetObjectCommand)).toHaveLength(1);
    });

    it.each([
      ['taken away', 'NoSuchKey', 404, 'InputGone'],
      ['another one now', 'PreconditionFailed', 412, 'InputGone'],
      ['of a store that is busy', 'SlowDown', 503, 'StoreUnavailable'],
      ['not to be read', 'AccessDenied', 403, 'AccessDenied'],
    ])('is named for what it is where the object is %s', async (_, error, status, name) => {
      s3.on(GetObjectCommand).rejects(failure(error, status));
      await expect(bucket.downloadPart(part, scratch)).rejects.toMatchObject({ name });
    });
  });

  it('says when what it should download is gone', async () => {
    s3.on(GetObjectCommand).rejects(failure('NoSuchKey', 404));
    await expect(bucket.download('k', scratch)).rejects.toMatchObject({ name: 'InputGone' });
  });
});
