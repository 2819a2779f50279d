import { readFileSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { reportsPrefix } from '../functions/core/keys.ts';
import { openBucket } from '../functions/platform/bucket.ts';

/** What resources/site.yml shows in the place of a page that is not there. */
export const notThereKey = `${reportsPrefix}not-there.html`;

/** Writes that page into a bucket. */
export async function writeNotThere(name: string, region: string): Promise<void> {
  const page = readFileSync('resources/site/not-there.html', 'utf8');
  const bucket = openBucket({ name, client: new S3Client({ region }) });
  await bucket.write(notThereKey, page, { contentType: 'text/html; charset=utf-8' });
}
