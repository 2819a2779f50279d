import { pipeline } from '../../pipeline/pipeline.ts';
import { openBucket } from '../platform/bucket.ts';
import { openEngine } from '../platform/engine.ts';
import { openFolders } from '../platform/folder.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { measuresOf } from './measures.ts';
import { stepInput, takeStep } from './steps.ts';

export const handler = lambda(
  stepInput,
  async (input, stop) =>
    takeStep(input, {
      bucket: openBucket({ stop }),
      pipeline,
      withEngine: openEngine(stop),
      withFolder: openFolders(),
      now: () => new Date(),
      log,
    }),
  (result) => ('withinLimits' in result ? measuresOf(result, pipeline) : {}),
);
