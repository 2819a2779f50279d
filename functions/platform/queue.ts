import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LookAgainMessage } from '../core/messages.ts';
import type { LookAgain } from '../core/world.ts';
import { config } from './config.ts';
import { brief, patience } from './patience.ts';

/** Asks `start` to look at a batch again, by a delayed message in its own queue. */
export const openQueue =
  (queueUrl = config('queueUrl'), client = new SQSClient({ requestHandler: patience(brief) })): LookAgain =>
  async (batch, delaySeconds, round) => {
    const message: LookAgainMessage = { lookAgain: { batch, round } };
    const body = JSON.stringify(message);
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, DelaySeconds: delaySeconds }));
  };
