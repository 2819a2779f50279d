import { readChildFailure } from '../../functions/core/child-failure.ts';
import { reportSchema } from '../../functions/core/document.ts';
import { documentKey, manifestKey, pageKey, qualityKey } from '../../functions/core/keys.ts';
import { type Manifest, manifestSchema } from '../../functions/core/manifest.ts';
import { inParallel } from '../../functions/core/parallel.ts';
import { type Quality, qualitySchema } from '../../functions/core/quality.ts';
import { readStored } from '../../functions/core/stored.ts';
import type { HistoryEvent } from '../../functions/core/world.ts';
import { type Failure, findFailure } from '../../functions/notify/failure.ts';
import type { Known } from '../site/known.ts';
import type { Site } from '../site/site.ts';
import { type StateOfRun, statesIn } from './states.ts';

/** All that can be told of a run. */
export interface Shown {
  readonly known: Known;
  /** Undefined once it has expired with all that lies in `runs/`. */
  readonly manifest: Manifest | undefined;
  /** Of the sources whose rows are counted. */
  readonly quality: readonly Quality[];
  readonly states: readonly StateOfRun[];
  /** Of a run that failed. */
  readonly failure: Failure | undefined;
  /** Where its page lies, of a run that has one. */
  readonly page: string | undefined;
  readonly console: string | undefined;
}

export async function shownOf(known: Known, site: Site): Promise<Shown> {
  const { run, batch, result, execution } = known;
  const manifest = await readStored(manifestSchema, manifestKey(run), site.bucket);
  const events: HistoryEvent[] = [];
  if (execution) for await (const event of site.history(run)) events.push(event);
  const ended = result === 'published' || result === 'held';
  return {
    known,
    manifest,
    quality: await qualityOf(known, manifest, site),
    states: statesIn(events),
    failure: result === 'failed' ? await failureOf(known, events, site) : undefined,
    page: ended ? site.placeOf(pageKey(batch, run, result)) : undefined,
    console: execution && site.consoleOf(run),
  };
}

/** Of the report, which stays, or of the steps, as far as they have come. */
async function qualityOf({ run, batch }: Known, manifest: Manifest | undefined, { bucket }: Site): Promise<Quality[]> {
  const report = await readStored(reportSchema.pick({ quality: true }), documentKey(batch, run), bucket);
  if (report) return report.quality;
  const read = ({ name }: { readonly name: string }) => readStored(qualitySchema, qualityKey(run, name), bucket);
  return (await inParallel(8, manifest?.sources ?? [], read)).flatMap((one) => one ?? []);
}

async function failureOf(
  { run, execution }: Known,
  events: readonly HistoryEvent[],
  { bucket }: Pick<Site, 'bucket'>,
): Promise<Failure> {
  const found = await findFailure(run, async function* () {
    yield* events;
  });
  const failure = { ...found, error: found.error ?? execution?.error, reason: found.reason ?? execution?.cause };
  return { ...failure, ...(await readChildFailure(run, failure.error, bucket)) };
}
