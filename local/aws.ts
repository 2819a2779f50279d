import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from './services/fauxqs.ts';

/** Not a region of AWS, so that no name made here can be taken for one that exists. */
export const region = 'local';
export const account = '000000000000';

/** What stands in for AWS: S3, SQS and SNS in this process, with the pipeline's bucket, queue and topic. */
export interface LocalAws {
  /** Where each service answers. */
  readonly endpoints: Readonly<Record<'s3' | 'sqs' | 'sns', string>>;
  /** What a function's environment says of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly bucket: string;
  readonly queueUrl: string;
  readonly topicArn: string;
  /** The queue that hears what is published to the topic. */
  readonly mailboxUrl: string;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  stop(): Promise<void>;
}

/** Starts the servers, and makes what the deployed stack would make. */
export async function startAws(): Promise<LocalAws> {
  const { endpoint, stop } = await startFauxqs(region);
  const options = { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const sqs = new SQSClient(options);
  const sns = new SNSClient(options);
  const bucket = 'tributary';
  await Promise.all([
    sqs.send(new CreateQueueCommand({ QueueName: 'events' })),
    sqs.send(new CreateQueueCommand({ QueueName: 'mailbox' })),
    sns.send(new CreateTopicCommand({ Name: 'ends' })),
    s3.send(new CreateBucketCommand({ Bucket: bucket })),
  ]);
  const queueUrl = `${endpoint}/${account}/events`;
  const mailboxUrl = `${endpoint}/${account}/mailbox`;
  const topicArn = `arn:aws:sns:${region}:${account}:ends`;
  const mailboxArn = `arn:aws:sqs:${region}:${account}:mailbox`;
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: mailboxArn }));

  return {
    endpoints: { s3: endpoint, sqs: endpoint, sns: endpoint },
    environment: {
      BUCKET: bucket,
      QUEUE_URL: queueUrl,
      TOPIC_ARN: topicArn,
    },
    bucket,
    queueUrl,
    topicArn,
    mailboxUrl,
    s3,
    sqs,
    stop: async () => {
      for (const client of [s3, sqs, sns]) client.destroy();
      await stop();
    },
  };
}
