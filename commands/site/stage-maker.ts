import type { SFNClient } from '@aws-sdk/client-sfn';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { pageKey } from '../../functions/core/keys.ts';
import type { OpenMessage, Rerun } from '../../functions/core/messages.ts';
import { attemptId, batchNameOf } from '../../functions/core/run.ts';
import { adviceFor } from '../../functions/notify/advice.ts';
import { messageOf } from '../../functions/notify/failure.ts';
import { endOf, type Latest, type Result, readLatest } from '../../functions/publishing/latest.ts';
import { describeExecution } from './executions.ts';
import { acceptAdvice, correctAdvice } from './held.ts';
import type { Outputs } from './outputs.ts';
import type { Ended, Execution, Maker } from './site.ts';
import { type StandingWorld, standingOf } from './standing.ts';

export interface StageWorld extends StandingWorld {
  readonly sqs: SQSClient;
  readonly sfn: SFNClient;
  readonly pause: (seconds: number) => Promise<unknown>;
  /** What a command says of the stage. */
  readonly flag: string;
}

/** So long a run may take to begin: the message waits for its turn, and a batch for being quiet. */
const beginsInSeconds = 900;
const lookEverySeconds = 5;

/** Sends messages to start, and looks how the runs go that come of them. */
export function makerOn(outputs: Outputs, world: StageWorld): Maker {
  const send = (message: OpenMessage | { readonly rerun: Rerun }) =>
    world.sqs.send(new SendMessageCommand({ QueueUrl: outputs.UploadsQueueUrl, MessageBody: JSON.stringify(message) }));
  return {
    standingOf: (batch) => standingOf(batch, world),
    open: async ({ name }, run) => {
      await send({ open: { batch: name } });
      return ending(run, (latest) => endOf(run, latest), { outputs, world });
    },
    rerun: async (rerun) => {
      await send({ rerun });
      const run = attemptId(rerun.run, rerun.attempt);
      return endingOf(run, { outputs, world });
    },
  };
}

interface Followed {
  readonly outputs: Outputs;
  readonly world: Pick<StageWorld, 'bucket' | 'sfn' | 'now' | 'pause' | 'flag'>;
}

/** How a run ends, which is under way or about to begin. */
export const endingOf = (run: string, followed: Followed): Promise<Ended> =>
  ending(run, ({ ended }) => ended[run] && { run, result: ended[run] }, followed);

type EndIn = (latest: Latest) => { readonly run: string; readonly result: Result } | undefined;

async function ending(run: string, endIn: EndIn, { outputs, world }: Followed): Promise<Ended> {
  const until = world.now().getTime() + beginsInSeconds * 1000;
  for (;;) {
    const execution = await describeExecution(run, outputs.StateMachineArn, world.sfn);
    const ended = endIn((await readLatest(batchNameOf(run), world.bucket)).latest);
    if (ended && execution?.status !== 'RUNNING') return withPage(ended, outputs, world);
    if (execution && execution.status !== 'RUNNING' && execution.status !== 'SUCCEEDED')
      return failed(execution, world);
    if ((!execution || execution.status === 'SUCCEEDED') && world.now().getTime() > until) return notBegun(run, world);
    await world.pause(lookEverySeconds);
  }
}

type Flag = Pick<StageWorld, 'flag'>;

function withPage({ run, result }: ReturnType<EndIn> & object, { BucketName }: Outputs, { flag }: Flag): Ended {
  const page = `s3://${BucketName}/${pageKey(batchNameOf(run), run, result)}`;
  if (result === 'published') return { run, result, lines: [`published: ${page}`] };
  return {
    run,
    result,
    lines: [`held: nothing was published; see ${page}`, correctAdvice, ...acceptAdvice(run, flag)],
  };
}

function failed({ run, status, error, cause }: Execution, { flag }: Flag): Ended {
  const reason = [error, messageOf(cause)].filter(Boolean).join(': ') || status;
  const advice = adviceFor(error, `npm run tributary -- redrive ${run}${flag}`);
  return { run, result: 'failed', lines: [`failed: ${reason}`, ...advice.split('\n')] };
}

const notBegun = (run: string, { flag }: Flag): Ended => ({
  run,
  result: 'not begun',
  lines: [
    'No run began. What start says of it, and how its message is sent again that ended among the dead letters:',
    `  npm run tributary -- logs ${run}${flag}`,
    `  npm run tributary -- resend${flag}`,
  ],
});
