import type { Batch } from '../core/batch.ts';
import { latestKey, outcomeKey } from '../core/keys.ts';
import { advanceLatest, newestInputOf } from '../core/latest.ts';
import { latestSchema, outcomeSchema } from '../core/manifest.ts';
import { readStored } from '../core/stored.ts';
import type { Bucket, Log, LookAgain, StartExecution } from '../core/world.ts';
import { type Draft, freeze } from './freeze.ts';
import { type JudgeWorld, judge } from './judge.ts';

export interface LookWorld extends JudgeWorld {
  readonly bucket: Bucket;
  readonly startExecution: StartExecution;
  readonly lookAgain: LookAgain;
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
  const { lookAgain, log } = world;
  const found = await judge(batch, world);
  if ('due' in found) return due(found.due, world);
  if ('files' in found) return log('A batch waits for files', { batch: batch.name, files: found.files });
  if ('opens' in found) return log('A batch waits for its period to end', { batch: batch.name, ends: found.opens });
  if ('nothing' in found) return;
  log('A batch is too young', { batch: batch.name, seconds: found.seconds });
  return lookAgain(batch.name, Math.min(found.seconds, maxDelaySeconds));
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
  const isLate = draft.late?.some(({ action }) => action === 'fail');
  log('A run has failed before', {
    run,
    reason: isLate
      ? 'What was late is still lacking: once it is uploaded, a new run starts.'
      : 'The same files do not start it again: redrive its execution.',
  });
}

/** Whether the run ended before with a page. Inputs that come back after others (A, B, A) make `latest` come back too. */
async function ended(draft: Draft, { bucket, pipeline, now, log }: LookWorld): Promise<boolean> {
  const { run, batch } = draft;
  const outcome = await readStored(outcomeSchema, outcomeKey(run), bucket);
  if (!outcome) return false;
  log(`A run was ${outcome.result} before`, { run });
  const newestInput = newestInputOf(draft.sources, batch, pipeline);
  if (outcome.result === 'held' || !newestInput) return true;
  const latest = await readStored(latestSchema, latestKey(batch.name), bucket);
  const ours = { run, position: { newestInput, attempt: 1, decidedAt: now().toISOString() } };
  const stands = latest?.run === run && Date.parse(latest.position.newestInput) >= Date.parse(newestInput);
  await advanceLatest(batch.name, stands ? latest : ours, bucket);
  return true;
}

/** The time of the newest upload; all are ISO texts in UTC, which sort by time. */
const newestOf = ({ sources }: Pick<Draft, 'sources'>) =>
  sources
    .flatMap(({ objects }) => objects.map(({ lastModified }) => lastModified))
    .reduce((a, b) => (a > b ? a : b), '');
