import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openBucket } from '../../functions/platform/bucket.ts';
import { startAws } from '../../local/aws.ts';
import { copyReports } from '../../local/copy.ts';
import { forgetExecution, keptExecutions } from '../../local/executions.ts';
import { lockFolder } from '../../local/folder.ts';
import type { StartOptions } from '../../local/options.ts';
import { openStore } from '../../local/store.ts';
import { type Eraser, erase } from './eraser.ts';

/** Does the work with an eraser of the bucket that is kept, then brings what lies beside it up to date. */
export async function erasingHere<T>(
  { store, out }: Pick<StartOptions, 'store' | 'out'>,
  work: (eraser: Eraser) => Promise<T>,
): Promise<T> {
  const lock = await lockFolder(store, '--store');
  const aws = await startAws();
  try {
    const bucket = openBucket({ name: aws.bucket, client: aws.s3 });
    const kept = openStore(store, aws.s3, aws.bucket);
    await kept.restore();
    const before = await foldersOf(bucket);
    const result = await work({
      bucket,
      find: async (prefix) => (await bucket.list(prefix)).map(({ key, size }) => ({ key, size, versionId: undefined })),
      erase: (objects) => erase(objects, aws.bucket, aws.s3),
    });
    await kept.save();
    const after = await foldersOf(bucket);
    for (const { run } of await keptExecutions(store)) {
      if ((await bucket.list(`runs/${run}/`)).length === 0) await forgetExecution(store, run);
    }
    if (existsSync(out)) {
      const gone = [...before].filter((folder) => !after.has(folder));
      for (const folder of gone) await rm(join(out, folder), { recursive: true, force: true });
      await copyReports({ bucket, bucketName: aws.bucket, s3: aws.s3 }, out);
    }
    return result;
  } finally {
    await aws.stop();
    lock.release();
  }
}

/** Those of the batches in `reports/`. */
const foldersOf = async (bucket: Eraser['bucket']) =>
  new Set((await bucket.list('reports/')).flatMap(({ key }) => /^reports\/([^/]+)\//.exec(key)?.[1] ?? []));
