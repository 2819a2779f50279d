import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Publish } from '../core/world.ts';
import { config } from './config.ts';
import { brief, patience } from './patience.ts';

/** Publishes to the pipeline's topic. */
export const openTopic =
  (topicArn = config('topicArn'), client = new SNSClient({ requestHandler: patience(brief) })): Publish =>
  async (subject, body) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body }));
  };
