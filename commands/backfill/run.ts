import { setTimeout as pause } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openBucket } from '../../functions/platform/bucket.ts';
import { config } from '../../functions/platform/config.ts';
import type { Screen } from '../../local/screen.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { backfill } from './backfill.ts';
import { onThisMachine } from './local.ts';
import type { BackfillOptions } from './options.ts';
import { outputsOf, refuseOther } from './outputs.ts';
import { stageSite } from './stage.ts';

/** `npm run backfill`: the runs of the batches from one to another; gives the exit code. */
export async function run(options: BackfillOptions, screen: Screen): Promise<number> {
  const { stage, region } = options;
  if (stage === undefined) return onThisMachine(options, screen, (site) => backfill(options, site, screen));
  const fingerprint = config('fingerprint');
  const outputs = await outputsOf(stage, region);
  refuseOther(outputs, fingerprint, stage);
  const [, , , there = ''] = outputs.StateMachineArn.split(':');
  const at = { region: there };
  const site = stageSite(outputs, {
    bucket: openBucket({ name: outputs.BucketName, client: new S3Client(at) }),
    sqs: new SQSClient(at),
    sfn: new SFNClient(at),
    pipeline,
    fingerprint,
    quietAtMostSeconds: Number.POSITIVE_INFINITY,
    now: () => new Date(),
    pause: (seconds) => pause(seconds * 1000),
  });
  return backfill(options, site, screen);
}
