import { pipeline } from '../../pipeline/pipeline.ts';
import { sourceInput } from '../core/manifest.ts';
import { openBucket } from '../platform/bucket.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { ingest } from './ingest.ts';

export const handler = lambda(sourceInput, (input) => ingest(input, { bucket: openBucket(), pipeline, log }));
