import { z } from 'zod';
import { type Batch, batchAfter, batchBefore, batchOf, type Period } from '../core/batch.ts';
import { batchPageKey, shelfKey } from '../core/keys.ts';
import { unlessChanged } from '../core/stored.ts';
import type { Bucket, Log } from '../core/world.ts';
import { batchOfLatest, shelf, shelved } from '../publishing/shelf.ts';
import { renderBatch, renderShelf, type Shelf } from './page.tsx';

/** What S3 says of an object that was written: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export const writtenSchema = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

export interface ShelveWorld extends Shelf {
  readonly bucket: Bucket;
  readonly period: Period;
  readonly log: Log;
}

/**
 * Brings the pages that lead to reports up to date with what was published: the stable address of a batch, and the
 * shelf of all. They follow from `latest.json` alone, whatever the order and number of events.
 */
export async function shelve({ detail }: z.infer<typeof writtenSchema>, world: ShelveWorld): Promise<void> {
  const batch = batchOfLatest(detail.object.key);
  if (batch === undefined) return world.log.info('An object is passed over', { key: detail.object.key });
  await refreshAll(batchOf(world.period, batch), world);
  world.log.info('The shelf is up to date', { batch });
}

/** Brings all that leads to the reports of a batch up to date: its own page, that of the next one, and the shelf. */
export async function refreshAll(batch: Batch, world: Omit<ShelveWorld, 'log'>): Promise<void> {
  const after = batchAfter(world.period, batch);
  for (const one of [batch, ...(after ? [after] : [])]) await refreshBatch(one, world);
  await refresh(shelfKey, async () => renderShelf(world, await shelf(world.bucket)), world.bucket);
}

/** A batch without a report has a page too where the one before has reports, as those lead to it. */
async function refreshBatch(batch: Batch, world: Omit<ShelveWorld, 'log'>): Promise<void> {
  const { bucket, period } = world;
  const before = batchBefore(period, batch);
  const some = async ({ name }: Batch) => (await shelved(name, bucket)).versions.length > 0;
  if (!(await some(batch)) && !(before && (await some(before)))) return;
  await refresh(batchPageKey(batch.name), async () => renderBatch(world, await shelved(batch.name, bucket)), bucket);
}

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
