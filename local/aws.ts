import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { z } from 'zod';

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
  /** The queue that hears what is published to the topic. */
  readonly mailboxUrl: string;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  stop(): Promise<void>;
}

/** Starts the servers on a free port of the loopback address, and makes what the deployed stack would make. */
export async function startAws(): Promise<LocalAws> {
  const app = buildApp({ logger: false });
  // fauxqs takes 11 MB at a time; S3 takes 5 GB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 5 * 2 ** 30 }, wholeBody);
  app.addHook('preHandler', async (request: Request) => {
    // fauxqs pages in another order than it sorts, so that keys get lost between two pages: one page holds them all.
    request.query = { 'max-keys': '1000000000', ...anyQuery.parse(request.query) };
    // fauxqs knows its queues by the name of a host that has no address; the SDK calls the host that the URL names.
    const queue = Buffer.isBuffer(request.body) ? undefined : queueRequest.safeParse(request.body).data;
    if (queue) request.body = { ...queue, QueueUrl: ownQueueUrl(queue.QueueUrl) };
  });
  const endpoint: string = await app.listen({ host: '127.0.0.1', port: 0 });

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
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_SNS: endpoint,
    },
    bucket,
    queueUrl,
    mailboxUrl,
    s3,
    sqs,
    stop: async () => {
      for (const client of [s3, sqs, sns]) client.destroy();
      await app.close();
    },
  };
}

const anyQuery = z.looseObject({});
const queueRequest = z.looseObject({ QueueUrl: z.string() });

interface Request {
  query: unknown;
  body: unknown;
}

const ownQueueUrl = (url: string) => url.replace('//127.0.0.1', `//sqs.${region}.localhost`);

const wholeBody = (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body);
