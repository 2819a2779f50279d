import { z } from 'zod';
import { batchPageKey, shelfKey } from '../core/keys.ts';
import { unlessChanged } from '../core/stored.ts';
import type { Bucket, Log } from '../core/world.ts';
import { batchOfLatest, shelf, shelved } from '../publishing/shelf.ts';
import { renderBatch, renderShelf, type Shelf } from './page.tsx';

/** What S3 says of an object that was written: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export const writtenSchema = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

export interface ShelveWorld extends Shelf {
  readonly bucket: Bucket;
  readonly log: Log;
}

/**
 * Brings the pages that lead to reports up to date with what was published: the stable address of a batch, and the
 * shelf of all. They follow from `latest.json` alone, whatever the order and number of events.
 */
export async function shelve({ detail }: z.infer<typeof writtenSchema>, world: ShelveWorld): Promise<void> {
  const { bucket, log } = world;
  const batch = batchOfLatest(detail.object.key);
  if (batch === undefined) return log.info('An object is passed over', { key: detail.object.key });
  await refresh(batchPageKey(batch), async () => renderBatch(world, await shelved(batch, bucket)), bucket);
  await refreshShelf(world);
  log.info('The shelf is up to date', { batch });
}

/** Brings the shelf of all reports up to date with what there is. */
export const refreshShelf = (world: Pick<ShelveWorld, 'bucket' | keyof Shelf>): Promise<void> =>
  refresh(shelfKey, async () => renderShelf(world, await shelf(world.bucket)), world.bucket);

/** Writes a page as it has to be now; whoever was overtaken looks again, so that the last one has seen everything. */
async function refresh(key: string, render: () => Promise<string>, bucket: Bucket): Promise<void> {
  for (;;) {
    const before = await bucket.read(key);
    const page = await render();
    if (page === before?.text) return;
    const options = { contentType: 'text/html; charset=utf-8', ...unlessChanged(before?.etag) };
    if (await bucket.write(key, page, options)) return;
  }
}
