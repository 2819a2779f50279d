import { pipeline } from '../../pipeline/pipeline.ts';
import { openBucket } from '../platform/bucket.ts';
import { openEngine } from '../platform/engine.ts';
import { openFolders } from '../platform/folder.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { measuresOf } from './measures.ts';
import { stepInput, takeStep, tellFailure } from './steps.ts';

/** Less than is left of a function that is stopped early; in milliseconds. */
const tellingTakes = 3000;

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
  (input, error) => tellFailure(input, error, openBucket({ stop: AbortSignal.timeout(tellingTakes) })),
);
