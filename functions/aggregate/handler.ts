import { z } from 'zod';
import { pipeline } from '../../pipeline/pipeline.ts';
import { runInput } from '../core/manifest.ts';
import { openBucket } from '../platform/bucket.ts';
import { config } from '../platform/config.ts';
import { openEngine } from '../platform/engine.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { aggregate } from './aggregate.ts';
import { athenaInputs, athenaStep } from './athena/step.ts';

const input = z.discriminatedUnion('step', [runInput.extend({ step: z.undefined().optional() }), ...athenaInputs]);

export const handler = lambda(input, async (asked, stop): Promise<object> => {
  const world = { bucket: openBucket({ stop }), pipeline, withEngine: openEngine(stop), log };
  return asked.step === undefined
    ? aggregate(asked, world)
    : athenaStep(asked, { ...world, database: config('glueDatabase') });
});
