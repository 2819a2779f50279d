import { parseBatch } from '../../functions/core/batch.ts';
import { readLatest } from '../../functions/publishing/latest.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import type { Everywhere } from '../door/command.ts';
import { ofRuns } from '../door/options.ts';
import { again } from '../site/again.ts';

/** `rerun <batch>` */
export const rerun: Everywhere = {
  does: 'makes the report of a batch again: the same files, databases and APIs read anew',
  about: '<batch>',
  takes: ofRuns,
  async run({ about: batch }, site, screen) {
    const { latest } = await readLatest(batch, site.bucket);
    const run = latest.wanted.at(-1);
    if (run !== undefined) return again({ run }, site, screen);
    const advice = parseBatch(pipeline.period, batch)
      ? `Where its files are there: npm run tributary -- backfill --from ${batch}`
      : 'See which there are: npm run tributary -- runs';
    throw new Error(`There is no run of ${batch} to do again. ${advice}${site.flag}`);
  },
};
