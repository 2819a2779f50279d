import { S3Client } from '@aws-sdk/client-s3';
import { eraserOf } from '../commands/site/eraser.ts';
import { openBucket } from '../functions/platform/bucket.ts';

/** Erases all that a bucket holds, old versions too, and says how many these were; throws with the first that stays. */
export async function empty(name: string, region: string): Promise<number> {
  const client = new S3Client({ region });
  const eraser = eraserOf(client, name, openBucket({ name, client }));
  const objects = await eraser.find('');
  await eraser.erase(objects);
  return objects.length;
}
