import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Batch } from '../../functions/core/batch.ts';
import { pageKey } from '../../functions/core/keys.ts';
import type { OpenMessage } from '../../functions/core/messages.ts';
import { adviceFor } from '../../functions/notify/advice.ts';
import { endOf, type Result, readLatest } from '../../functions/publishing/latest.ts';
import type { Ended, Site } from './backfill.ts';
import type { Outputs } from './outputs.ts';
import { type StandingWorld, standingOf } from './standing.ts';

export interface StageWorld extends StandingWorld {
  readonly sqs: SQSClient;
  readonly sfn: SFNClient;
  readonly pause: (seconds: number) => Promise<unknown>;
}

/** So long a run may take to begin: the message waits for its turn, and a batch for being quiet. */
const beginsInSeconds = 900;
const lookEverySeconds = 5;

/** A deployed pipeline: opens a batch by a message, and looks how its run goes. */
export function stageSite(outputs: Outputs, world: StageWorld): Site {
  const end = (batch: Batch, run: string, result: Result): Ended => {
    const page = `s3://${outputs.BucketName}/${pageKey(batch.name, run, result)}`;
    if (result === 'published') return { published: true, lines: [`published: ${page}`] };
    return { published: false, lines: [`held: nothing was published; see ${page}`, ...heldAdvice(run, outputs)] };
  };
  return {
    standingOf: (batch) => standingOf(batch, world),
    held: (batch, run) => end(batch, run, 'held').lines,
    run: async (batch, run) => {
      const message: OpenMessage = { open: { batch: batch.name } };
      const body = { QueueUrl: outputs.UploadsQueueUrl, MessageBody: JSON.stringify(message) };
      await world.sqs.send(new SendMessageCommand(body));
      const until = world.now().getTime() + beginsInSeconds * 1000;
      for (;;) {
        const execution = await executionOf(run, outputs, world);
        const ended = endOf(run, (await readLatest(batch.name, world.bucket)).latest);
        if (ended && execution?.status !== 'RUNNING') return end(batch, ended.run, ended.result);
        if (execution && execution.status !== 'RUNNING' && execution.status !== 'SUCCEEDED') return failed(execution);
        if (!execution && world.now().getTime() > until) return neverBegan(outputs);
        await world.pause(lookEverySeconds);
      }
    },
  };
}

interface Execution {
  readonly arn: string;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

async function executionOf(
  run: string,
  { StateMachineArn }: Outputs,
  { sfn }: StageWorld,
): Promise<Execution | undefined> {
  const arn = `${StateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`;
  try {
    const { status = 'RUNNING', error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    return { arn, status, error, cause };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

function failed({ arn, status, error, cause }: Execution): Ended {
  const reason = [error, cause].filter(Boolean).join(': ') || status;
  return { published: false, lines: [`failed: ${reason}`, ...adviceFor(error, arn).split('\n')] };
}

const neverBegan = ({ DeadLettersUrl }: Outputs): Ended => ({
  published: false,
  lines: [
    'No run began. The log of start says why, and its message ends among the dead letters:',
    `  aws sqs receive-message --queue-url ${DeadLettersUrl}`,
  ],
});

const heldAdvice = (run: string, { UploadsQueueUrl }: Outputs): string[] => {
  const rerun = JSON.stringify({ rerun: { run, attempt: 2, accept: '<why>' } });
  return [
    'Correct the files that it names, and upload them again: that starts a new run. Where it offers to be accepted:',
    `  aws sqs send-message --queue-url ${UploadsQueueUrl} --message-body '${rerun}'`,
  ];
};
