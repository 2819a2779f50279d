import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  S3Client,
  type S3ClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, ExecutionDoesNotExist, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type AwsStub, mockClient } from 'aws-sdk-client-mock';
import { tributaryOn } from '../../commands/door/door.ts';
import type { Outputs } from '../../commands/site/outputs.ts';
import { stageOf } from '../../commands/site/stage.ts';
import { manifestKey } from '../../functions/core/keys.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import { attemptOf, batchNameOf } from '../../functions/core/run.ts';
import { end, type Result } from '../../functions/publishing/latest.ts';
import { openScreen } from '../../local/screen.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';

export const outputs: Outputs = {
  BucketName: 'bucket',
  UploadsQueueUrl: 'https://sqs/uploads',
  DeadLettersUrl: 'https://sqs/dead',
  StateMachineArn: 'arn:aws:states:eu-central-1:111111111111:stateMachine:shop-prod',
  TopicArn: 'arn:aws:sns:eu-central-1:111111111111:shop',
  Definition: 'fingerprint',
};

/** Each object has an older version, and is gone once both are erased; a page of the list has two versions. */
function erasable(s3: AwsStub<ServiceInputTypes, ServiceOutputTypes, S3ClientResolvedConfig>, bucket: MemoryBucket) {
  const gone = new Set<string>();
  s3.on(ListObjectVersionsCommand).callsFake(async ({ Prefix, VersionIdMarker = '0' }) => {
    const from = Number(VersionIdMarker);
    const all = (await bucket.list(Prefix)).flatMap(({ key: Key, size: Size }) =>
      ['old', 'new'].map((VersionId) => ({ Key, Size, VersionId })),
    );
    const IsTruncated = all.length > from + 2;
    return {
      Versions: all.slice(from, from + 2),
      IsTruncated,
      NextVersionIdMarker: String(from + 2),
      NextKeyMarker: '',
    };
  });
  s3.on(DeleteObjectsCommand).callsFake(({ Delete }) => {
    for (const { Key, VersionId } of Delete.Objects) gone.add(`${Key} ${VersionId}`);
    for (const { Key } of Delete.Objects) {
      if (gone.has(`${Key} old`) && gone.has(`${Key} new`)) bucket.remove(Key);
    }
    return {};
  });
}

/** A deployed stage whose bucket is in memory and whose Step Functions and SQS are faked, and the commands about it. */
export function openWorld(more: Partial<Outputs> = {}) {
  const bucket = memoryBucket();
  const [sfn, sqs, s3] = [mockClient(SFNClient), mockClient(SQSClient), mockClient(S3Client)];
  erasable(s3, bucket);
  const clock = { now: Date.parse('2013-03-01T06:00:00Z') };
  const statuses = new Map<string, { status: string; error?: string; cause?: string }>();
  const pauses: (() => unknown)[] = [];
  const startDate = new Date(clock.now);
  const told = (name: string, one: { status: string }) => ({
    name,
    startDate,
    ...(one.status !== 'RUNNING' && { stopDate: new Date(clock.now + 61_000) }),
    ...one,
  });
  sfn.on(ListExecutionsCommand).callsFake(() => ({ executions: [...statuses].map(([run, one]) => told(run, one)) }));
  sfn.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
    const run = executionArn.split(':').at(-1);
    const one = statuses.get(run);
    if (!one) throw new ExecutionDoesNotExist({ message: 'none', $metadata: {} });
    return told(run, one);
  });
  sqs.on(SendMessageCommand).resolves({});
  const pause = async (seconds: number) => {
    clock.now += seconds * 1000;
    await pauses.shift()?.();
  };
  const stage = stageOf({ ...outputs, ...more }, ' --stage prod', { bucket, now: () => new Date(clock.now), pause });
  return {
    bucket,
    sfn,
    sqs,
    statuses,
    stage,
    /** What happens while a command waits, one each time. */
    meanwhile: (...happens: (() => unknown)[]) => void pauses.push(...happens),
    sent: () => sqs.commandCalls(SendMessageCommand).map(({ args }) => JSON.parse(args[0].input.MessageBody ?? '')),
    /** A run that was frozen. */
    freeze(run: string, more: Partial<Manifest> = {}) {
      const frozen: Manifest = {
        run,
        batch: batchNameOf(run),
        attempt: attemptOf(run),
        fingerprint: 'fingerprint',
        frozenAt: startDate.toISOString(),
        sources: [{ name: 'orders', objects: [] }],
        absent: [],
        comparedWith: null,
        waiver: null,
        ...more,
      };
      bucket.put(manifestKey(run), JSON.stringify(frozen));
    },
    async end(run: string, result: Result) {
      statuses.set(run, result === 'published' ? { status: 'SUCCEEDED' } : { status: 'FAILED', error: 'RunHeld' });
      await end({ run, batch: batchNameOf(run), result }, bucket);
    },
    /** Does a command about the stage; throws as it does. */
    async run(...args: string[]) {
      const written: string[] = [];
      const screen = openScreen({ write: (text) => written.push(text) });
      try {
        const done = await tributaryOn(stage, args, screen);
        return { code: 0, ...done, said: [...written, ...done.lines].join('\n') };
      } finally {
        screen.close();
      }
    },
  };
}
