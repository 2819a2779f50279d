import {
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Failure } from '../failure.ts';
import { json } from '../json.ts';
import type { Objects } from '../world.ts';
import { clientSettings, type Services } from './api.ts';

/** What a distributed Map reads and writes, in the S3 that is there. */
export function objectsIn(services: Services): Objects {
  const client = new S3Client(clientSettings('s3', services));
  const told = async <T>(error: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof S3ServiceException) throw new Failure(error, `${thrown.name}: ${thrown.message}`);
      throw thrown;
    }
  };
  return {
    read: (Bucket, Key) =>
      told('States.ItemReaderFailed', async () => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      }),
    list: (Bucket, Prefix) =>
      told('States.ItemReaderFailed', async () => {
        const found = [];
        for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
          found.push(...Contents.map(itemOf));
        }
        return found;
      }),
    write: (Bucket, Key, Body) =>
      told('States.ResultWriterFailed', async () => {
        await client.send(new PutObjectCommand({ Bucket, Key, Body }));
      }),
  };
}

interface Listed {
  readonly Key?: string | undefined;
  readonly ETag?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly Size?: number | undefined;
  readonly StorageClass?: string | undefined;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const itemOf = ({ Key, ETag, LastModified, Size, StorageClass }: Listed) => {
  const seconds = LastModified && Math.floor(LastModified.getTime() / 1000);
  return json.parse(JSON.parse(JSON.stringify({ Etag: ETag, Key, LastModified: seconds, Size, StorageClass })));
};
