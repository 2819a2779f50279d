import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { startFauxqs, type Upload } from '../../../local/services/fauxqs.ts';

const heard: Upload[] = [];
let server: Awaited<ReturnType<typeof startFauxqs>>;
let s3: S3Client;
beforeAll(async () => {
  server = await startFauxqs('local', (upload) => void heard.push(upload));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  s3 = new S3Client({ endpoint: server.endpoint, region: 'local', credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'shop' }));
});
beforeEach(() => heard.splice(0));
afterAll(async () => {
  s3.destroy();
  await server.stop();
});

it('tells of an upload before it is answered, whatever its key', async () => {
  const Key = 'incoming/a file é+1.csv';
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket: 'shop', Key, Body: 'é' }));
  expect(heard).toEqual([{ bucket: 'shop', key: Key, size: 2, etag: ETag }]);
});

it('tells the size of what comes in chunks, too', async () => {
  const { Readable } = await import('node:stream');
  const Body = Readable.from([Buffer.from('abc'), Buffer.from('def')]);
  await s3.send(new PutObjectCommand({ Bucket: 'shop', Key: 'chunks', Body, ContentLength: 6 }));
  expect(heard).toEqual([expect.objectContaining({ key: 'chunks', size: 6 })]);
});

it('tells of nothing that is no whole upload', async () => {
  const about = { Bucket: 'shop', Key: 'parts' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(about));
  await s3.send(new UploadPartCommand({ ...about, UploadId, PartNumber: 1, Body: 'part' }));
  await expect(s3.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'k', Body: 'x' }))).rejects.toThrow();
  await expect(s3.send(new GetObjectCommand({ Bucket: 'shop', Key: 'none' }))).rejects.toThrow();
  expect(heard).toEqual([]);
});
