import { readdirSync, readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { serviceOf } from '../../deployment/service.ts';
import { incomingPrefix } from '../../functions/core/keys.ts';
import { stepUnderWay } from '../../local/functions.ts';
import { pipeline } from '../../pipeline/pipeline.ts';

/** What a role must allow; `prefix` is what S3 takes for `s3:prefix`, which for a single object is its key. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly prefix?: string;
}

const object = (action: string, key: string): Need => ({ action, resource: `<Bucket.Arn>/${key}` });
/** Reading needs ListBucket too: without it a missing object is answered with 403. */
export const reading = (key: string) => [object('s3:GetObject', key), listing(key)];
const listing = (prefix: string, action = 's3:ListBucket'): Need => ({ action, resource: '<Bucket.Arn>', prefix });
const copying = (source: string, to: string) => {
  const from = decodeURIComponent(source.replace(/\?.*$/s, '')).replace(/^[^/]*\//, '');
  // On AWS the bucket keeps versions, and the manifest names those of the uploads.
  const version = from.startsWith(incomingPrefix)
    ? [object('s3:GetObjectVersion', from), listing(from, 's3:ListBucketVersions')]
    : [];
  return [...reading(from), ...version, object('s3:PutObject', to)];
};
/** An ARN of this account and region. */
export const own = (service: string, resource: string) =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;

const text = z.string();
const input = z.looseObject({
  Key: text.default(''),
  Prefix: text.default(''),
  CopySource: text.default(''),
  SecretId: text.default(''),
  TableName: text.default(''),
  IndexName: text.optional(),
});

/** Calls whose need hangs on what they ask for; https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const needsOfCalls: Record<string, (call: z.infer<typeof input>) => Need[]> = {
  ListObjectsV2Command: ({ Prefix }) => [listing(Prefix)],
  HeadObjectCommand: ({ Key }) => reading(Key),
  GetObjectCommand: ({ Key }) => reading(Key),
  // A condition on what is there now reads it.
  PutObjectCommand: ({ Key, IfMatch }) => [object('s3:PutObject', Key), ...(IfMatch ? reading(Key) : [])],
  CopyObjectCommand: ({ Key, CopySource }) => copying(CopySource, Key),
  // Of an object past 5 GB: what stands for the whole in CopyObjectCommand.
  CreateMultipartUploadCommand: ({ Key }) => [object('s3:PutObject', Key)],
  UploadPartCopyCommand: ({ Key, CopySource }) => copying(CopySource, Key),
  CompleteMultipartUploadCommand: ({ Key }) => [object('s3:PutObject', Key)],
  DescribeTableCommand: ({ TableName }) => [
    { action: 'dynamodb:DescribeTable', resource: own('dynamodb', `table/${TableName}`) },
  ],
  ScanCommand: ({ TableName }) => [{ action: 'dynamodb:Scan', resource: own('dynamodb', `table/${TableName}`) }],
  QueryCommand: ({ TableName, IndexName }) => {
    const table = own('dynamodb', `table/${TableName}`);
    return [{ action: 'dynamodb:Query', resource: IndexName === undefined ? table : `${table}/index/${IndexName}` }];
  },
  // Secrets Manager ends the ARN of a secret with six characters.
  GetSecretValueCommand: ({ SecretId }) => [
    { action: 'secretsmanager:GetSecretValue', resource: own('secretsmanager', `secret:${SecretId}-AbCdEf`) },
  ],
};

/** What the stack, and its state machine, are called where nobody says of which stage. */
const stack = `${serviceOf(pipeline.name)}-dev`;

/** Every other call -> what it needs, whatever it is called with. */
const needsOfServices: Record<string, Need> = {
  SendMessageCommand: { action: 'sqs:SendMessage', resource: '<UploadsQueue.Arn>' },
  PublishCommand: { action: 'sns:Publish', resource: '<Topic>' },
  StartExecutionCommand: { action: 'states:StartExecution', resource: own('states', `stateMachine:${stack}`) },
  GetExecutionHistoryCommand: {
    action: 'states:GetExecutionHistory',
    resource: own('states', `execution:${stack}:run`),
  },
};

export const knownCommands = [
  ...Object.keys(needsOfCalls),
  ...Object.keys(needsOfServices),
  'SendEmailCommand', // allowed by MailPolicy where a stage sends e-mails; test/slow/template has a look at it
  'Signer', // of tokens for RDS: it calls nothing, and who may log in by them is told in deployment.test.ts
];

/** Every AWS call that the code can make, by the name of its command. */
export const commandsInCode = () =>
  readdirSync('functions', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [
      ...readFileSync(`functions/${path}`, 'utf8').matchAll(/new (\w+Command|Signer)\(|paginate(\w+)\(/g),
    ])
    .map(([, command, paged]) => command ?? `${paged}Command`);

/** What the calls in a function's bundle need, beside those that are recorded, for which it counts what they ask for. */
export function needsInBundle(step: string, folder = '.'): Need[] {
  const code = readFileSync(`${folder}/dist/${step}/handler.mjs`, 'utf8');
  const called = (command: string) => code.includes(`"${command.replace(/Command$/, '')}"`);
  return Object.entries(needsOfServices).flatMap(([command, need]) => (called(command) ? [need] : []));
}

/** What the code does on AWS and no run of the sample can make it do. */
export const outOfReach: Record<string, readonly Need[]> = {
  // An optional source that is down is left out; the sample's optional source is uploaded, and cannot be down.
  ingest: [object('s3:PutObject', 'runs/run/quality/source.json')],
  // Nothing of the sample is held, so nobody tells of it, and nobody accepts it.
  notify: reading('reports/2013-02/run/report.json'),
  start: [...reading('runs/run/quality/source.json')],
  // No row of a pipeline may have been rejected.
  report: reading('runs/run/rejected/source.csv'),
  // The sample has batches of one period.
  shelve: ['2013', '2013-02', '2013-02-08'].map((batch) => object('s3:PutObject', `reports/${batch}/index.html`)),
};

/** What AWS itself does in the name of a role, beside the code: writes its log, and hands it its events. */
export const doneByAws: Record<string, readonly string[]> = {
  start: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  notify: ['sqs:SendMessage'],
  shelve: ['sqs:SendMessage'],
};

/** Notes what every call of a function to S3, DynamoDB and Secrets Manager needs, by the function's name, from now on. */
export function recordNeeds(): ReadonlyMap<string, Need[]> {
  const needed = new Map<string, Need[]>();
  for (const { prototype } of [S3Client, DynamoDBClient, SecretsManagerClient]) {
    const send: unknown = Reflect.get(prototype, 'send');
    if (typeof send !== 'function') throw new Error('The SDK has changed: a client has no send');
    const recording = function (this: unknown, ...call: object[]): unknown {
      const step = stepUnderWay();
      const [command = {}] = call;
      if (step) needed.set(step, [...(needed.get(step) ?? []), ...needsOf(command)]);
      return Reflect.apply(send, this, call);
    };
    Object.defineProperty(prototype, 'send', { value: recording, configurable: true });
  }
  return needed;
}

function needsOf(command: object): Need[] {
  const needs = needsOfCalls[command.constructor.name];
  if (!needs) throw new Error(`What does ${command.constructor.name} need of IAM? Add it to this file.`);
  return needs(input.parse(Reflect.get(command, 'input')));
}
