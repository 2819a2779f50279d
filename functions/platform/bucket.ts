import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { TributaryError } from '../core/errors.ts';
import type { InputObject } from '../core/manifest.ts';
import type { Bucket } from '../core/world.ts';
import { config, configOptional } from './config.ts';
import { unlessUnavailable } from './unavailable.ts';

/** The pipeline's bucket in S3, as the environment names it. */
export function openBucket(
  name = config('bucket'),
  client = new S3Client({ forcePathStyle: configOptional('endpoint') !== undefined }),
): Bucket {
  const at = (key: string) => ({ Bucket: name, Key: key });
  const asked = <T>(what: string, call: () => Promise<T>) =>
    unlessUnavailable('StoreUnavailable', `S3 (${what} in ${name})`, call);

  return {
    list: (prefix) =>
      asked(`list ${prefix}`, async () => {
        const found: InputObject[] = [];
        let next: string | undefined;
        do {
          const page = await client.send(
            new ListObjectsV2Command({ Bucket: name, Prefix: prefix, ContinuationToken: next }),
          );
          for (const { Key: key, ...object } of page.Contents ?? []) if (key) found.push(described(key, object));
          next = page.NextContinuationToken;
        } while (next);
        return found;
      }),

    head: (key) =>
      asked(`head ${key}`, async () => {
        const object = await orUndefined(missing, client.send(new HeadObjectCommand(at(key))));
        return object && described(key, { ...object, Size: object.ContentLength });
      }),

    read: (key) =>
      asked(`read ${key}`, async () => {
        const object = await orUndefined(missing, client.send(new GetObjectCommand(at(key))));
        return object?.Body && { text: await object.Body.transformToString(), etag: object.ETag ?? '' };
      }),

    write: (key, body, { contentType, ifAbsent, ifMatch }) =>
      asked(`write ${key}`, async () => {
        const condition = { ...(ifAbsent && { IfNoneMatch: '*' }), ...(ifMatch && { IfMatch: ifMatch }) };
        const put = new PutObjectCommand({ ...at(key), Body: body, ContentType: contentType, ...condition });
        return (await orUndefined(refused, client.send(put))) !== undefined;
      }),

    copy: ({ key, etag, versionId }, to) =>
      asked(`copy ${key}`, async () => {
        const path = `${name}/${key}`.split('/').map(encodeURIComponent).join('/');
        const copy = new CopyObjectCommand({
          ...at(to),
          CopySource: versionId ? `${path}?versionId=${encodeURIComponent(versionId)}` : path,
          CopySourceIfMatch: etag,
          TaggingDirective: 'REPLACE', // an uploader's tags stay behind: to copy them needs permissions of their own
        });
        const done = await orUndefined((error) => missing(error) || refused(error), client.send(copy));
        if (!done) throw gone(key);
      }),

    download: (key, path) =>
      asked(`download ${key}`, async () => {
        const object = await orUndefined(missing, client.send(new GetObjectCommand(at(key))));
        if (!(object?.Body instanceof Readable)) throw gone(key);
        await pipeline(object.Body, createWriteStream(path));
      }),

    upload: (path, key, contentType) =>
      asked(`upload ${key}`, async () => {
        const { size } = await stat(path);
        const file = { Body: createReadStream(path), ContentLength: size, ContentType: contentType };
        await client.send(new PutObjectCommand({ ...at(key), ...file }));
      }),
  };
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

const refused = (error: unknown) => error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;

async function orUndefined<T>(expected: (error: unknown) => boolean, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (expected(error)) return undefined;
    throw error;
  }
}
