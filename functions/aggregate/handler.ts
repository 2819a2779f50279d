import { pipeline } from '../../pipeline/pipeline.ts';
import { openBucket } from '../platform/bucket.ts';
import { config } from '../platform/config.ts';
import { openEngine } from '../platform/engine.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { aggregate } from './aggregate.ts';
import { aggregateInput, athenaStep } from './athena/step.ts';

export const handler = lambda(aggregateInput, async (input, stop): Promise<object> => {
  const world = { bucket: openBucket({ stop }), pipeline, withEngine: openEngine(stop), log };
  return input.step === undefined
    ? aggregate(input, world)
    : athenaStep(input, { ...world, database: config('glueDatabase') });
});
