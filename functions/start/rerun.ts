import { batchOf } from '../core/batch.ts';
import { TributaryError } from '../core/errors.ts';
import { manifestKey, qualityKey } from '../core/keys.ts';
import { type Manifest, manifestSchema } from '../core/manifest.ts';
import type { Rerun } from '../core/messages.ts';
import { inParallel } from '../core/parallel.ts';
import { qualitySchema } from '../core/quality.ts';
import { attemptId } from '../core/run.ts';
import { readManifest, readStored } from '../core/stored.ts';
import { isAcceptable } from '../publishing/gate.ts';
import { newestHeld, readLatest } from '../publishing/latest.ts';
import { comparedWith, writeOnce } from './freeze.ts';
import type { LookWorld } from './look.ts';

/**
 * Starts a further attempt of a run: the same frozen inputs, compared with what is the latest now, and with the waiver
 * of whoever accepts it. The number is the sender's, so that a message which comes twice starts nothing twice. Throws
 * ManifestMissing for a run that never was, InputInvalid for one that was made with another definition, or that nothing
 * is to be accepted of.
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
  const id = attemptId(run, attempt);
  const manifest =
    (await readStored(manifestSchema, manifestKey(id), bucket)) ??
    (await writeOnce(
      {
        ...first,
        run: id,
        attempt,
        frozenAt: now().toISOString(),
        comparedWith: await comparedWith(batchOf(pipeline.period, first.batch), world),
        waiver: accept ? { reason: accept, sources: await accepted(first, world) } : null,
      },
      bucket,
    ));
  const sources = manifest.sources.map(({ name }) => name);
  const started = await startExecution(manifest.run, { run: manifest.run, batch: manifest.batch, sources });
  log.info(started ? 'A run is under way' : 'This attempt was made before', {
    batch: manifest.batch,
    run: manifest.run,
  });
}

/** The sources that held the newest attempt of the run; throws InputInvalid where a waiver would not help. */
async function accepted({ run, batch, sources }: Manifest, { bucket }: LookWorld): Promise<string[]> {
  const held = newestHeld(run, (await readLatest(batch, bucket)).latest);
  const read = ({ name }: { name: string }) => readStored(qualitySchema, qualityKey(held ?? run, name), bucket);
  const quality = held ? (await inParallel(8, sources, read)).flatMap((one) => one ?? []) : [];
  const holding = quality.filter(({ holds }) => holds);
  if (holding.length === 0) {
    throw new TributaryError('InputInvalid', `${run} was not held, so there is nothing to accept: leave out accept.`);
  }
  if (!isAcceptable(holding)) {
    const problems = holding.flatMap((one) => one.problems.map((problem) => `${one.source}: ${problem}`));
    throw new TributaryError(
      'InputInvalid',
      `${held} cannot be accepted, as files cannot be read: correct them and upload them again. ${problems.join(' ')}`,
    );
  }
  return holding.map(({ source }) => source);
}
