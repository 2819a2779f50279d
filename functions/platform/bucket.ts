import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { TributaryError } from '../core/errors.ts';
import type { InputObject } from '../core/manifest.ts';
import { inParallel } from '../core/parallel.ts';
import type { Bucket } from '../core/world.ts';
import { config, configOptional } from './config.ts';
import { listen } from './content.ts';
import { intoFile } from './into-file.ts';
import { patience } from './patience.ts';
import { unlessUnavailable } from './unavailable.ts';

/** The most that one call copies: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html. In bytes. */
const maxCopied = 5 * 1024 ** 3;

/** Of a larger object, which is copied in parts; 10,000 of them are the most there are. */
const partSize = 1024 ** 3;

/** A copy of the largest object that one call copies takes about a minute, in which S3 may say nothing. */
const copyingSeconds = 120;

const s3 = () =>
  new S3Client({
    forcePathStyle: configOptional('endpoint') !== undefined,
    requestHandler: patience(copyingSeconds),
  });

export interface BucketOptions {
  /** As the environment names it unless told. */
  readonly name?: string;
  readonly client?: S3Client;
  /** Nothing is asked of the bucket any more once this is aborted. */
  readonly stop?: AbortSignal;
}

/** The pipeline's bucket in S3. */
export function openBucket({ name = config('bucket'), client = s3(), stop }: BucketOptions = {}): Bucket {
  const at = (key: string) => ({ Bucket: name, Key: key });
  const until = stop && { abortSignal: stop };
  const asked = <T>(what: string, call: () => Promise<T>) =>
    unlessUnavailable('StoreUnavailable', `S3 (${what} in ${name})`, call);

  const copyWhole = (from: CopySource, to: string) =>
    // An uploader's tags stay behind: to copy them needs permissions of their own.
    client.send(new CopyObjectCommand({ ...at(to), ...from, TaggingDirective: 'REPLACE' }), until);

  /** What is left of a copy that fails is removed by the bucket's lifecycle. */
  const copyInParts = async ({ from, size, to }: { from: CopySource; size: number; to: string }) => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at(to)), until);
    const upload = { ...at(to), UploadId };
    const starts = Array.from({ length: Math.ceil(size / partSize) }, (_, part) => part * partSize);
    const Parts = await inParallel(8, starts, async (start, part) => {
      const CopySourceRange = `bytes=${start}-${Math.min(start + partSize, size) - 1}`;
      const copy = new UploadPartCopyCommand({ ...upload, ...from, CopySourceRange, PartNumber: part + 1 });
      return { PartNumber: part + 1, ETag: (await client.send(copy, until)).CopyPartResult?.ETag };
    });
    return client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }), until);
  };

  return {
    list: (prefix) =>
      asked(`list ${prefix}`, async () => {
        const found: InputObject[] = [];
        for await (const { Contents = [] } of paginateListObjectsV2(
          { client },
          { Bucket: name, Prefix: prefix },
          until,
        )) {
          for (const { Key: key, ...object } of Contents) if (key) found.push(described(key, object));
        }
        return found;
      }),

    head: (key) =>
      asked(`head ${key}`, async () => {
        const object = await orUndefined(missing, client.send(new HeadObjectCommand(at(key)), until));
        return object && described(key, { ...object, Size: object.ContentLength });
      }),

    read: (key) =>
      asked(`read ${key}`, async () => {
        const object = await orUndefined(missing, client.send(new GetObjectCommand(at(key)), until));
        return object?.Body && { text: await object.Body.transformToString(), etag: object.ETag ?? '' };
      }),

    write: (key, body, { contentType, ifAbsent, ifMatch }) =>
      asked(`write ${key}`, async () => {
        const condition = { ...(ifAbsent && { IfNoneMatch: '*' }), ...(ifMatch && { IfMatch: ifMatch }) };
        const put = new PutObjectCommand({ ...at(key), Body: body, ContentType: contentType, ...condition });
        return (await orUndefined(changed, client.send(put, until))) !== undefined;
      }),

    copy: ({ key, etag, versionId, size = 0 }, to) =>
      asked(`copy ${key}`, async () => {
        const path = `${name}/${key}`.split('/').map(encodeURIComponent).join('/');
        const from = {
          CopySource: versionId ? `${path}?versionId=${encodeURIComponent(versionId)}` : path,
          CopySourceIfMatch: etag,
        };
        const copying = size > maxCopied ? copyInParts({ from, size, to }) : copyWhole(from, to);
        if (!(await orUndefined(changed, copying))) throw gone(key);
      }),

    download: (key, path, hear) =>
      asked(`download ${key}`, async () => {
        const object = await orUndefined(missing, client.send(new GetObjectCommand(at(key)), until));
        if (!(object?.Body instanceof Readable)) throw gone(key);
        if (hear) object.Body.on('data', hear);
        await pipeline(object.Body, createWriteStream(path), { signal: stop });
      }),

    downloadPart: ({ key, etag, from, to }, path, { at: offset = 0, hear } = {}) =>
      asked(`download ${key}`, async () => {
        // What begins at or behind its end is no range in HTTP, and the answer to it would be the whole object.
        if (to <= from) return 0;
        const get = new GetObjectCommand({ ...at(key), Range: `bytes=${from}-${to - 1}`, IfMatch: etag });
        const got = client.send(get, until).catch((error: unknown) => {
          if (pastTheEnd(error)) return { Body: Readable.from([]) };
          throw error;
        });
        const object = await orUndefined(changed, got);
        if (!(object?.Body instanceof Readable)) throw gone(key);
        return intoFile(object.Body, { path, at: offset, hear, stop });
      }),

    upload: (path, key, contentType, hear) =>
      asked(`upload ${key}`, async () => {
        if (hear) await listen(path, hear);
        const { size } = await stat(path);
        const file = { Body: createReadStream(path), ContentLength: size, ContentType: contentType };
        await client.send(new PutObjectCommand({ ...at(key), ...file }), until);
      }),
  };
}

interface CopySource {
  readonly CopySource: string;
  readonly CopySourceIfMatch: string | undefined;
}

interface Described {
  readonly Size?: number | undefined;
  readonly ETag?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly VersionId?: string | undefined;
}

const described = (key: string, object: Described): InputObject => ({
  key,
  size: object.Size ?? 0,
  etag: object.ETag ?? '',
  lastModified: (object.LastModified ?? new Date(0)).toISOString(),
  // A bucket that never kept versions says "null" or nothing.
  ...(object.VersionId && object.VersionId !== 'null' && { versionId: object.VersionId }),
});

const gone = (key: string) =>
  new TributaryError(
    'InputGone',
    `${key} is no longer what it was when the run was frozen: upload the file again, which starts a new run.`,
  );

const missing = (error: unknown) =>
  error instanceof S3ServiceException && ['NoSuchKey', 'NotFound', 'NoSuchVersion'].includes(error.name);

/** The object is not what a condition says of it; to one that is gone the answer is 404. */
const changed = (error: unknown) =>
  missing(error) || (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412);

const pastTheEnd = (error: unknown) => error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416;

async function orUndefined<T>(expected: (error: unknown) => boolean, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (expected(error)) return undefined;
    throw error;
  }
}
