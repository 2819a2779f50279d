import { pipeline } from '../../pipeline/pipeline.ts';
import { openBucket } from '../platform/bucket.ts';
import { config, configOptional } from '../platform/config.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { openQueue } from '../platform/queue.ts';
import { openWorkflow } from '../platform/workflow.ts';
import { deliverySchema } from './messages.ts';
import { start } from './start.ts';

export const handler = lambda(deliverySchema, (delivery, stop) =>
  start(delivery, {
    bucket: openBucket({ stop }),
    pipeline,
    fingerprint: config('fingerprint'),
    quietAtMostSeconds: Number(configOptional('quietAtMostSeconds') ?? Number.POSITIVE_INFINITY),
    startExecution: openWorkflow(),
    lookAgain: openQueue(),
    now: () => new Date(),
    log,
  }),
);
