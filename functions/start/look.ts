import type { Batch } from '../core/batch.ts';
import { TributaryError } from '../core/errors.ts';
import type { Bucket, Log, LookAgain, StartExecution } from '../core/world.ts';
import { endOf, isWanted, type Read, readLatest, want } from '../publishing/latest.ts';
import { type Draft, freeze } from './freeze.ts';
import { type JudgeWorld, judge } from './judge.ts';
import { isPastDeadline, overdueIn } from './overdue.ts';

export interface LookWorld extends JudgeWorld {
  readonly bucket: Bucket;
  readonly startExecution: StartExecution;
  readonly lookAgain: LookAgain;
  readonly log: Log;
}

/** Why a batch is looked at. */
export interface Asked {
  /** How often it was looked at in a row. */
  readonly round: number;
  /** By the schedule, which comes when a deadline has passed. */
  readonly scheduled: boolean;
}

/** The longest delay of a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html */
const maxDelaySeconds = 900;

/**
 * Looks at what a batch has in `incoming/` now, never at what an event says of it, so that any order and number of
 * events ends in the same run: starts it where it is due, asks to look again where the batch is too young, and
 * otherwise says what it waits for: as a warning, where it has no report and a deadline has passed. Throws InputTooLarge,
 * and InputInvalid after too many rounds.
 */
export async function look(batch: Batch, asked: Asked, world: LookWorld): Promise<void> {
  const { bucket, log } = world;
  const before = await readLatest(batch.name, bucket);
  const found = await judge(batch, world);
  const isOverdue = asked.scheduled && before.latest.run === null && isPastDeadline(batch, world);
  const overdue = isOverdue ? overdueIn(log) : undefined;
  if ('due' in found) return due({ draft: found.due, before, asked, overdue }, world);
  const tell = overdue ?? log.info;
  if ('files' in found) return tell('A batch waits for files', { batch: batch.name, files: found.files });
  if ('opens' in found)
    return log.info('A batch waits for its period to end', { batch: batch.name, ends: found.opens });
  if ('nothing' in found) return;
  log.info('A batch is too young', { batch: batch.name, seconds: found.seconds });
  return again(batch.name, Math.min(found.seconds, maxDelaySeconds), { ...asked, world });
}

/** Some ten days of the longest delay. Lambda would stop such a loop after 16 rounds, and is told to let it run. */
const mostRounds = 1000;

/** Asks for another look; throws InputInvalid for one too many. */
async function again(
  batch: string,
  seconds: number,
  { round, world }: { readonly round: number; readonly world: Pick<LookWorld, 'lookAgain'> },
): Promise<void> {
  if (round < mostRounds) return world.lookAgain(batch, seconds, round + 1);
  throw new TributaryError(
    'InputInvalid',
    `Batch ${batch} was looked at ${mostRounds} times in a row and never came to rest: see that whoever delivers it has an ` +
      'end, then upload one of its files again, which begins anew.',
  );
}

interface Due {
  readonly draft: Draft;
  readonly before: Read;
  readonly asked: Asked;
  /** Says why there is no run, where there should be a report. */
  readonly overdue: Log['warn'] | undefined;
}

async function due({ draft, before, asked, overdue }: Due, world: LookWorld): Promise<void> {
  const { bucket, startExecution, log } = world;
  const { run } = draft;
  // What fails for being late makes no report, so it is not what is wanted.
  const isLate = draft.late?.some(({ action }) => action === 'fail');
  if (!isLate && !isWanted(run, before.latest)) {
    await want({ run, batch: draft.batch.name }, before, bucket);
    return look(draft.batch, asked, world);
  }
  const ended = endOf(run, before.latest);
  if (ended)
    return (overdue ?? log.info)(`A run was ${ended.result} before`, { batch: draft.batch.name, run: ended.run });
  const manifest = await freeze(draft, world);
  if (!manifest) return again(draft.batch.name, 1, { ...asked, world });
  const sources = manifest.sources.map(({ name }) => name);
  if (await startExecution(run, { run, batch: manifest.batch, sources }))
    return log.info('A run is under way', { batch: manifest.batch, run });
  // The run may have ended well since it was looked for.
  if (endOf(run, (await readLatest(draft.batch.name, bucket)).latest)) return;
  (overdue ?? log.warn)('A run has failed before', {
    batch: manifest.batch,
    run,
    reason: isLate
      ? 'What was late is still lacking: once it is uploaded, a new run starts.'
      : 'The same files do not start it again: redrive its execution.',
  });
}
