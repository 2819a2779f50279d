import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { eraserOf } from '../../commands/site/eraser.ts';
import type { Outputs } from '../../commands/site/outputs.ts';
import { jsonText } from '../../functions/core/json.ts';
import type { Bucket } from '../../functions/core/world.ts';
import { openBucket } from '../../functions/platform/bucket.ts';

/** One line that a function wrote: what it logged, or metrics. */
const line = jsonText(
  z.looseObject({ level: z.string(), message: z.string() }).or(z.looseObject({ _aws: z.unknown() })),
);
type Line = z.infer<typeof line>;

const letter = jsonText(z.object({ Subject: z.string(), Message: z.string() }));
type Letter = z.infer<typeof letter>;

/** A deployed stage, as whoever uses it sees it. */
export interface Stage {
  readonly bucket: Bucket;
  /** Puts the files of `<folder>/<source>/` into `incoming/<batch>/<source>/`, those that may be lacking first. */
  upload(batch: string, folder: string): Promise<void>;
  put(key: string, body: Buffer): Promise<unknown>;
  /** Deletes every version of an object. */
  erase(key: string): Promise<void>;
  /** Sends a message to start. */
  ask(message: object): Promise<unknown>;
  /** Puts a message among the dead letters. */
  bury(message: object): Promise<unknown>;
  /** The keys of all versions of all objects whose keys have this in them. */
  versions(of: string): Promise<string[]>;
  /** The names of all executions, the newest last. */
  executions(): Promise<string[]>;
  /** The next execution after these. */
  begun(before: readonly string[]): Promise<string>;
  /** How it ends. */
  next(
    before: readonly string[],
  ): Promise<{ readonly run: string; readonly status: string; readonly error: string | undefined }>;
  /** What a function said, once it has said that. */
  said(step: string, expected: (line: Line) => boolean): Promise<Line>;
  /** What the topic has told, once it has told that. */
  told(expected: (letter: Letter) => boolean): Promise<Letter>;
}

const account = '000000000000';
const region = 'eu-central-1';
const openToTopics = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }],
});
const watching = `arn:aws:sqs:${region}:${account}:watching`;

/** The stage of these outputs; what its topic tells is heard from now on. */
export async function openStage(outputs: Outputs, service: string): Promise<Stage> {
  const [s3, sfn, sqs, sns, logs] = [
    new S3Client({ forcePathStyle: true }),
    new SFNClient(),
    new SQSClient(),
    new SNSClient(),
    new CloudWatchLogsClient(),
  ];
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'watching', Attributes: { Policy: openToTopics } }),
  );
  await sns.send(new SubscribeCommand({ TopicArn: outputs.TopicArn, Protocol: 'sqs', Endpoint: watching }));

  const put = (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket: outputs.BucketName, Key, Body }));
  const executions = async () => {
    const names: string[] = [];
    for await (const page of paginateListExecutions({ client: sfn }, { stateMachineArn: outputs.StateMachineArn })) {
      names.push(...(page.executions ?? []).map(({ name = '' }) => name));
    }
    return names.reverse();
  };
  const begun = (before: readonly string[]) =>
    eventually('an execution', async () => (await executions()).find((name) => !before.includes(name)));
  const letters: Letter[] = [];
  const bucket = openBucket({ name: outputs.BucketName, client: s3 });
  const eraser = eraserOf(s3, outputs.BucketName, bucket);

  return {
    bucket,
    put,
    erase: async (key) => eraser.erase(await eraser.find(key)),
    upload: async (batch, folder) => {
      for (const source of (await readdir(folder)).sort().reverse()) {
        for (const file of await readdir(join(folder, source))) {
          await put(`incoming/${batch}/${source}/${file}`, await readFile(join(folder, source, file)));
        }
      }
    },
    ask: (message) =>
      sqs.send(new SendMessageCommand({ QueueUrl: outputs.UploadsQueueUrl, MessageBody: JSON.stringify(message) })),
    bury: (message) =>
      sqs.send(new SendMessageCommand({ QueueUrl: outputs.DeadLettersUrl, MessageBody: JSON.stringify(message) })),
    versions: async (of) => {
      const found = await eraser.find('');
      return found.map(({ key }) => key).filter((key) => key.includes(of));
    },
    executions,
    begun,
    next: async (before) => {
      const run = await begun(before);
      const executionArn = `${outputs.StateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`;
      return eventually(`the end of ${run}`, async () => {
        const { status = '', error } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        return status === 'RUNNING' ? undefined : { run, status, error };
      });
    },
    said: (step, expected) =>
      eventually(`a word of ${step}`, async () => {
        const group = { logGroupName: `/aws/lambda/${service}-dev-${step}` };
        for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, group)) {
          const lines = events.flatMap(({ message }) => line.safeParse(message?.trim()).data ?? []);
          const found = lines.find(expected);
          if (found) return found;
        }
        return undefined;
      }),
    told: (expected) =>
      eventually('a message of the topic', async () => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3600 }),
        );
        letters.push(...Messages.map(({ Body }) => letter.parse(Body)));
        return letters.find(expected);
      }),
  };
}

const patienceSeconds = 120;

/** What comes, sooner or later; throws where it does not. */
async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + patienceSeconds * 1000; Date.now() < end; await setTimeout(200)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`There was no sign of ${what} within ${patienceSeconds} seconds.`);
}
