import type { Batch } from '../core/batch.ts';
import { incomingOf, latestKey, outcomeKey } from '../core/keys.ts';
import { advanceLatest } from '../core/latest.ts';
import { latestSchema, outcomeSchema } from '../core/manifest.ts';
import type { Pipeline } from '../core/pipeline.ts';
import { runId } from '../core/run.ts';
import { readStored } from '../core/stored.ts';
import type { Bucket, Clock, Log, LookAgain, StartExecution } from '../core/world.ts';
import { type Delivered, delivered } from './delivered.ts';
import { type Draft, freeze } from './freeze.ts';
import { refuseTooLarge } from './size.ts';

export interface LookWorld {
  readonly bucket: Bucket;
  readonly pipeline: Pipeline;
  /** Of the folder `pipeline/`. */
  readonly fingerprint: string;
  /** Caps `quietFor` of every source. */
  readonly quietAtMostSeconds: number;
  readonly startExecution: StartExecution;
  readonly lookAgain: LookAgain;
  readonly now: Clock;
  readonly log: Log;
}

/** The longest delay of a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html */
const maxDelaySeconds = 900;
/** Within which most runs end. */
const endsInSeconds = 300;

/**
 * Looks at what a batch has in `incoming/` now, never at what an event says of it, so that any order and number of
 * events ends in the same run: starts it where it is due, asks to look again where the batch is too young, and
 * otherwise says what it waits for. Throws InputTooLarge.
 */
export async function look(batch: Batch, world: LookWorld): Promise<void> {
  const { bucket, pipeline, quietAtMostSeconds, lookAgain, now, log } = world;
  const objects = await bucket.list(incomingOf(batch.name));
  const incoming = { batch: batch.name, objects };
  const all = pipeline.sources.map((source) => delivered(source, incoming, { now, quietAtMostSeconds }));

  const files = all.flatMap(({ source, lacks }) => (lacks && 'file' in lacks ? [`${source.name}: ${lacks.file}`] : []));
  if (files.length > 0) return log('A batch waits for files', { batch: batch.name, files });

  const seconds = Math.max(0, ...all.map(({ lacks }) => (lacks && 'seconds' in lacks ? lacks.seconds : 0)));
  if (seconds > 0) {
    log('A batch is too young', { batch: batch.name, seconds });
    return lookAgain(batch.name, Math.min(seconds, maxDelaySeconds));
  }

  const present = all.filter(({ source, objects }) => objects.length > 0 || !source.optional);
  if (present.length > 0) await due(draftOf(batch, present, world), world);
}

/** A complete batch as the run that it would be; throws InputTooLarge. */
function draftOf(batch: Batch, present: readonly Delivered[], { pipeline, fingerprint }: LookWorld): Draft {
  for (const one of present) refuseTooLarge(one, batch.name, pipeline);
  const sources = present.map(({ source, objects }) => ({ name: source.name, objects: [...objects] }));
  const names = new Set(sources.map(({ name }) => name));
  const inputs = sources.flatMap(({ name, objects }) => objects.map((object) => ({ source: name, ...object })));
  return {
    run: runId(batch.name, inputs, fingerprint),
    batch,
    sources,
    absent: pipeline.sources.flatMap(({ name }) => (names.has(name) ? [] : [name])),
  };
}

async function due(draft: Draft, world: LookWorld): Promise<void> {
  const { bucket, startExecution, lookAgain, log } = world;
  const { run } = draft;
  if (await ended(draft, world)) return;
  const manifest = await freeze(draft, world);
  if (!manifest) return lookAgain(draft.batch.name, 1);
  const sources = manifest.sources.map(({ name }) => name);
  if (await startExecution(run, { run, batch: manifest.batch, sources })) {
    log('A run is under way', { run });
    // It was frozen from an earlier upload of the same files: others may have come between, and `latest` come back only later.
    if (newestOf(manifest) < newestOf(draft)) await lookAgain(manifest.batch, endsInSeconds);
    return;
  }
  // The run may have ended well since it was looked for.
  if (await readStored(outcomeSchema, outcomeKey(run), bucket)) return;
  log('A run has failed before', { run, reason: 'The same files do not start it again: redrive its execution.' });
}

/** Whether the run ended before with a page. Inputs that come back after others (A, B, A) make `latest` come back too. */
async function ended(draft: Draft, { bucket, now, log }: LookWorld): Promise<boolean> {
  const { run, batch } = draft;
  const outcome = await readStored(outcomeSchema, outcomeKey(run), bucket);
  if (!outcome) return false;
  log(`A run was ${outcome.result} before`, { run });
  const newestInput = newestOf(draft);
  if (outcome.result === 'held' || !newestInput) return true;
  const latest = await readStored(latestSchema, latestKey(batch.name), bucket);
  const ours = { run, position: { newestInput, attempt: 1, decidedAt: now().toISOString() } };
  const stands = latest?.run === run && latest.position.newestInput >= newestInput;
  await advanceLatest(batch.name, stands ? latest : ours, bucket);
  return true;
}

/** The time of the newest upload; all are ISO texts in UTC, which sort by time. */
const newestOf = ({ sources }: Pick<Draft, 'sources'>) =>
  sources
    .flatMap(({ objects }) => objects.map(({ lastModified }) => lastModified))
    .reduce((a, b) => (a > b ? a : b), '');
