import { SQSClient } from '@aws-sdk/client-sqs';
import { account, region } from '../aws.ts';
import { type Letter, readMail } from '../mail.ts';
import { openQueue } from '../queue.ts';
import type { Making } from './kind.ts';

const name = 'mailbox-of-all-topics';

/** Hears what is published to topics; tells what has come since it was last asked. */
export async function openMailbox(
  topicArns: readonly string[],
  endpoint: string,
  ask: Making['ask'],
): Promise<() => Promise<Letter[]>> {
  if (topicArns.length === 0) return async () => [];
  await ask('sqs', 'createQueue', { QueueName: name });
  const Endpoint = `arn:aws:sqs:${region}:${account}:${name}`;
  for (const TopicArn of topicArns) await ask('sns', 'subscribe', { TopicArn, Protocol: 'sqs', Endpoint });
  const sqs = new SQSClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const queue = openQueue(sqs, `${endpoint}/${account}/${name}`);
  return () => readMail(queue);
}
