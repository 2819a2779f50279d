import { setTimeout as pause } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openBucket } from '../functions/platform/bucket.ts';
import { config } from '../functions/platform/config.ts';
import { pipeline } from '../pipeline/pipeline.ts';
import { backfill } from './backfill/backfill.ts';
import { onThisMachine } from './backfill/local.ts';
import { type BackfillOptions, readOptions, usage } from './backfill/options.ts';
import { outputsOf, refuseOther } from './backfill/outputs.ts';
import { stageSite } from './backfill/stage.ts';
import { endWhenStopped, openScreen } from './local/screen.ts';

/** `npm run backfill`: the runs of the batches from one to another; gives the exit code. */
async function run(options: BackfillOptions): Promise<number> {
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

const screen = openScreen();
endWhenStopped(
  screen,
  'Stopped. What had ended before is kept, and a run of a stage goes on: the same command continues.',
);
try {
  const options = readOptions(process.argv.slice(2), pipeline.period);
  if (options.help) screen.line(usage);
  else process.exitCode = await run(options);
} catch (error) {
  screen.line(screen.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
} finally {
  screen.close();
}
