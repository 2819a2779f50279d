import { config } from '../../functions/platform/config.ts';
import { runBatch } from '../../local/batch.ts';
import { copyReports } from '../../local/copy.ts';
import { uploadBatch } from '../../local/input.ts';
import { readOptions } from '../../local/options.ts';
import { planOf } from '../../local/plan.ts';
import type { Screen } from '../../local/screen.ts';
import { inSession } from '../../local/session.ts';
import { resultLines } from '../../local/tell.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import type { Site } from './backfill.ts';
import type { BackfillOptions } from './options.ts';
import { standingOf } from './standing.ts';

/** Does the work with the pipeline on this machine, to whose bucket the files of the batches are uploaded. */
export async function onThisMachine<T>(
  { batches, dryRun, others }: BackfillOptions,
  screen: Screen,
  work: (site: Site) => Promise<T>,
): Promise<T> {
  const names = batches.map(({ name }) => name);
  const uploads = pipeline.sources.some(({ origin }) => origin.kind === 'upload');
  const options = readOptions(others);
  const plan = await planOf({ ...options, batches: uploads ? [] : names }, pipeline);
  // Nothing is read where nothing is done.
  const seeds: typeof plan.seeds = dryRun ? new Map() : plan.seeds;
  return inSession({ plan: { ...plan, seeds }, options, screen }, async ({ cloud, kept }) => {
    for (const [batch, files] of plan.batches) if (names.includes(batch)) await uploadBatch(cloud, batch, files);
    const { bucket } = cloud;
    const fingerprint = config('fingerprint');
    const world = { bucket, pipeline, fingerprint, quietAtMostSeconds: 0, now: () => new Date() };
    return work({
      standingOf: (batch) => standingOf(batch, world),
      run: async (batch) => {
        const result = await runBatch(cloud, batch.name, { again: false }).finally(kept.save);
        await copyReports(cloud, options.out);
        const uploaded = { added: [], changed: [], removed: [] };
        const lines = resultLines({ ...result, batch: batch.name, uploaded, pulls: false }, options.out, screen);
        return {
          published: result.outcome.result === 'published',
          lines: lines.map((line) => line.replace(/^ {2}/, '')),
        };
      },
      held: ({ name }) => [
        'held: nothing was published. Its quality page says why: correct the files. Where it offers to be accepted:',
        `npm start -- --batch ${name} --accept <reason>`,
      ],
    });
  });
}
