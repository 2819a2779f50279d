import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { LocalCloud } from './cloud.ts';

/**
 * Copies all reports into the folder, as `<batch>/<run>/`, so that their links to each other work; but for those that are
 * `copied` already, by key and ETag, to which it adds.
 */
export async function copyReports(
  { bucket, bucketName, s3 }: Pick<LocalCloud, 'bucket' | 'bucketName' | 's3'>,
  out: string,
  copied = new Map<string, string>(),
): Promise<void> {
  for (const { key, etag } of await bucket.list('reports/')) {
    if (copied.get(key) === etag) continue;
    copied.set(key, etag);
    const path = pathOf(key, out);
    const object = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, (await object.Body?.transformToByteArray()) ?? '');
  }
}

/** Where the copy of an object of `reports/` lies. */
export const pathOf = (key: string, out: string): string => join(out, ...key.split('/').slice(1));
