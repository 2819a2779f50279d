import { batchOf } from '../../functions/core/batch.ts';
import { readLatest } from '../../functions/publishing/latest.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { describeExecution } from '../site/executions.ts';
import type { Ended } from '../site/site.ts';
import type { Stage } from '../site/stage.ts';

/** So long a run may take to begin: a batch is waited for until it is quiet. */
const beginsInSeconds = 900;

/** How the run ends that the batch wants at last. */
export async function ending(batch: string, stage: Stage): Promise<Ended> {
  const until = stage.now().getTime() + beginsInSeconds * 1000;
  for (;;) {
    const run = await wantedIn(batch, stage);
    if (run !== undefined && (await hasBegun(run, stage))) {
      const ended = await stage.endingOf(run);
      if (run === (await wantedIn(batch, stage))) return ended;
    } else if (stage.now().getTime() > until) return notBegun(batch, stage);
    else await stage.pause(5);
  }
}

/** A run that was wanted before the last file came never begins. */
const hasBegun = async (run: string, { outputs, sfn }: Stage) =>
  (await describeExecution(run, outputs.StateMachineArn, sfn)) !== undefined;

const wantedIn = async (batch: string, { bucket }: Stage) => (await readLatest(batch, bucket)).latest.wanted.at(-1);

async function notBegun(batch: string, stage: Stage): Promise<Ended> {
  const standing = await stage.making({ uploads: [] }, ({ standingOf }) => standingOf(batchOf(pipeline.period, batch)));
  const why = standing.is === 'waiting' ? `It waits for ${standing.for}.` : 'It is due, and start has not begun it.';
  const lines = [
    `${why} What start says of it is in the log of the function; what it could not read is sent again by:`,
    `  npm run tributary -- resend${stage.flag}`,
  ];
  return { run: '', result: 'not begun', lines };
}
