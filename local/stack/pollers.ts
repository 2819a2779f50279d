import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { account, region } from '../aws.ts';
import { sqsEvent } from '../events.ts';

/** A queue, and the function that is called with its messages. */
export interface Source {
  readonly queueArn: string;
  readonly batchSize: number;
  readonly call: (event: unknown) => Promise<unknown>;
  /** Is told what the function has thrown. */
  readonly failed: (error: unknown) => void;
}

/** What a failed message waits before it comes back; on AWS, the rest of its visibility timeout. */
const againAfterSeconds = 1;

/** Calls functions with the messages of their queues, until it is stopped: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function startPollers(endpoint: string, sources: readonly Source[]): { stop(): Promise<void> } {
  const sqs = new SQSClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const stopped = new AbortController();
  const polling = sources.map((source) => {
    const QueueUrl = `${endpoint}/${account}/${nameOf(source.queueArn)}`;
    return poll(source, { sqs, QueueUrl }, stopped.signal);
  });
  return {
    stop: async () => {
      stopped.abort();
      await Promise.all(polling);
      sqs.destroy();
    },
  };
}

const nameOf = (arn: string) => arn.split(':').at(-1) ?? '';

interface Queue {
  readonly sqs: SQSClient;
  readonly QueueUrl: string;
}

async function poll(source: Source, queue: Queue, signal: AbortSignal): Promise<void> {
  const { sqs, QueueUrl } = queue;
  const asked = { QueueUrl, MaxNumberOfMessages: source.batchSize, WaitTimeSeconds: 20 };
  while (!signal.aborted) {
    const command = new ReceiveMessageCommand({ ...asked, MessageSystemAttributeNames: ['All'] });
    const { Messages = [] } = await sqs.send(command, { abortSignal: signal }).catch((error: unknown) => {
      if (signal.aborted) return { Messages: [] };
      throw error;
    });
    if (Messages.length > 0) await handle(Messages, source, queue);
  }
}

/** Deletes what the function has done; what it has not comes back. */
async function handle(
  messages: readonly Message[],
  { queueArn, call, failed }: Source,
  { sqs, QueueUrl }: Queue,
): Promise<void> {
  const undone = await call(sqsEvent(messages, nameOf(queueArn))).then(undoneIn, (error: unknown) => {
    failed(error);
    return messages.map(({ MessageId = '' }) => MessageId);
  });
  for (const { MessageId = '', ReceiptHandle } of messages) {
    const message = { QueueUrl, ReceiptHandle };
    await (undone.includes(MessageId)
      ? sqs.send(new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: againAfterSeconds }))
      : sqs.send(new DeleteMessageCommand(message)));
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting */
const answer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

const undoneIn = (said: unknown): string[] =>
  (answer.safeParse(said).data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
