import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { batchPageKey, pageKey, reportPrefix } from '../../functions/core/keys.ts';
import { inParallel } from '../../functions/core/parallel.ts';
import { readLatest } from '../../functions/publishing/latest.ts';
import { count } from '../../local/tables.ts';
import type { Everywhere } from '../door/command.ts';
import type { Site } from '../site/site.ts';

/** `open <batch>` */
export const open: Everywhere = {
  does: 'gives the report that holds: a file here, a link of S3 for an hour on a stage',
  about: '<batch>',
  takes: ['copy'],
  more: 'The link shows the page alone: what its downloads lead to comes with --copy.',
  async run({ about: batch, values: { copy } }, site) {
    const run = await holdingIn(batch, site);
    if (copy === undefined) {
      const link = await site.linkTo(pageKey(batch, run, 'published'));
      const address = site.addressOf(batchPageKey(batch));
      const lines = address === undefined ? [link] : [link, `For whoever has a login: ${address}`];
      return { lines, json: { batch, run, link, address } };
    }
    const files = await copyFolder(reportPrefix(batch, run), copy, site);
    const link = join(copy, 'index.html');
    return { lines: [`${count(files)} files of ${run}:`, link], json: { batch, run, link, files } };
  },
};

async function holdingIn(batch: string, { bucket, flag }: Site): Promise<string> {
  const { latest } = await readLatest(batch, bucket);
  if (latest.run !== null) return latest.run;
  throw new Error(`No report of ${batch} is published. See what there is: npm run tributary -- runs ${batch}${flag}`);
}

async function copyFolder(prefix: string, folder: string, { bucket }: Site): Promise<number> {
  const objects = await bucket.list(prefix);
  await mkdir(folder, { recursive: true });
  await inParallel(8, objects, ({ key }) => bucket.download(key, join(folder, basename(key))));
  return objects.length;
}
