import { pipeline } from '../../pipeline/pipeline.ts';
import { runInput } from '../core/manifest.ts';
import { openBucket } from '../platform/bucket.ts';
import { openEngine } from '../platform/engine.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { aggregate } from './aggregate.ts';

export const handler = lambda(runInput, (input, stop) =>
  aggregate(input, { bucket: openBucket({ stop }), pipeline, withEngine: openEngine(stop), log }),
);
