import { batchOf } from '../core/batch.ts';
import { TributaryError } from '../core/errors.ts';
import type { Rerun } from '../core/messages.ts';
import { readManifest } from '../core/stored.ts';
import { comparedWith, writeOnce } from './freeze.ts';
import type { LookWorld } from './look.ts';

/**
 * Starts a further attempt of a run: the same frozen inputs, compared with what is the latest now, and with the waiver
 * of whoever accepts it. The number is the sender's, so that a message which comes twice starts nothing twice. Throws
 * ManifestMissing for a run that never was, InputInvalid for one that was made with another definition.
 */
export async function rerun({ run, attempt, accept }: Rerun, world: LookWorld): Promise<void> {
  const { bucket, pipeline, fingerprint, startExecution, now, log } = world;
  const first = await readManifest(run, bucket);
  if (first.fingerprint !== fingerprint) {
    throw new TributaryError(
      'InputInvalid',
      `${run} was made with another definition of the pipeline than the one deployed, so it cannot be done again: upload a file of ${first.batch} again, which starts a run of the pipeline as it is now.`,
    );
  }
  const manifest = await writeOnce(
    {
      ...first,
      run: `${run}_${attempt}`,
      attempt,
      frozenAt: now().toISOString(),
      comparedWith: await comparedWith(batchOf(pipeline.period, first.batch), world),
      waiver: accept ? { reason: accept } : null,
    },
    bucket,
  );
  const sources = manifest.sources.map(({ name }) => name);
  const started = await startExecution(manifest.run, { run: manifest.run, batch: manifest.batch, sources });
  log(started ? 'A run is under way' : 'This attempt was made before', { run: manifest.run });
}
