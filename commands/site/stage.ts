import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { addressOn } from '../../functions/core/keys.ts';
import type { Bucket } from '../../functions/core/world.ts';
import { openBucket } from '../../functions/platform/bucket.ts';
import { configOptional } from '../../functions/platform/config.ts';
import { openHistory } from '../../functions/platform/workflow.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { eraserOf } from './eraser.ts';
import { arnOf, describeExecution, listExecutions } from './executions.ts';
import { type Outputs, outputsOf } from './outputs.ts';
import type { Ended, Site } from './site.ts';
import { endingOf, makerOn, type StageWorld } from './stage-maker.ts';

/** A deployed stage: what every site offers, and what AWS alone has. */
export interface Stage extends Site {
  readonly bucket: Bucket;
  readonly outputs: Outputs;
  readonly region: string;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sfn: SFNClient;
  now(): Date;
  pause(seconds: number): Promise<unknown>;
  /** How a run ends that is under way or about to begin. */
  endingOf(run: string): Promise<Ended>;
}

/** Finds the stage by the outputs of its stack; throws with advice where there is none. */
export async function openStage(name: string, region: string | undefined): Promise<Stage> {
  const flag = ` --stage ${name}${region === undefined ? '' : ` --region ${region}`}`;
  return stageOf(await outputsOf(name, region), flag);
}

const anHour = 3600;

/** What a test replaces. */
interface Clockwork extends Pick<StageWorld, 'now' | 'pause'> {
  readonly bucket: Bucket;
}

/** The stage with these outputs. */
export function stageOf(outputs: Outputs, flag: string, other: Partial<Clockwork> = {}): Stage {
  const { BucketName, StateMachineArn, Definition, ReportsUrl } = outputs;
  const [, , , region = ''] = StateMachineArn.split(':');
  const s3 = new S3Client({ region, forcePathStyle: configOptional('endpoint') !== undefined });
  const [sqs, sfn] = [new SQSClient({ region }), new SFNClient({ region })];
  const clockwork = { now: () => new Date(), pause: (seconds: number) => pause(seconds * 1000), ...other };
  const { bucket = openBucket({ name: BucketName, client: s3 }) } = other;
  const following = { ...clockwork, bucket, sqs, sfn, flag };
  const world = { ...following, pipeline, fingerprint: Definition, quietAtMostSeconds: Number.POSITIVE_INFINITY };
  return {
    flag,
    definition: Definition,
    bucket,
    outputs,
    region,
    s3,
    sqs,
    sfn,
    executions: () => listExecutions(StateMachineArn, sfn),
    execution: (run) => describeExecution(run, StateMachineArn, sfn),
    history: (run) => openHistory(sfn)(arnOf(run, StateMachineArn)),
    consoleOf: (run) =>
      `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${arnOf(run, StateMachineArn)}`,
    placeOf: (key) => `s3://${BucketName}/${key}`,
    linkTo: (key) => getSignedUrl(s3, new GetObjectCommand({ Bucket: BucketName, Key: key }), { expiresIn: anHour }),
    addressOf: (key) => (ReportsUrl === undefined ? undefined : addressOn(ReportsUrl, key)),
    making: (_, work) => work(makerOn(outputs, world)),
    erasing: (work) => work(eraserOf(s3, BucketName, bucket)),
    now: clockwork.now,
    pause: clockwork.pause,
    endingOf: (run) => endingOf(run, { outputs, world: following }),
  };
}
