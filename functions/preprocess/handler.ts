import { pipeline } from '../../pipeline/pipeline.ts';
import { sourceInput } from '../core/manifest.ts';
import { openBucket } from '../platform/bucket.ts';
import { openEngine } from '../platform/engine.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { measuresOf } from './measures.ts';
import { preprocess } from './preprocess.ts';

export const handler = lambda(
  sourceInput,
  (input, stop) => preprocess(input, { bucket: openBucket({ stop }), pipeline, withEngine: openEngine(stop), log }),
  (result) => measuresOf(result, pipeline),
);
