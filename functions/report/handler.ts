import { pipeline } from '../../pipeline/pipeline.ts';
import { openBucket } from '../platform/bucket.ts';
import { config } from '../platform/config.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { report, reportInput } from './report.ts';

export const handler = lambda(
  reportInput,
  (input, stop) => report(input, { bucket: openBucket({ stop }), pipeline, codeVersion: config('codeVersion'), log }),
  ({ published }, { startedAt }) => ({
    ofAll: {
      RunDuration: (Date.now() - Date.parse(startedAt)) / 1000,
      ...(published ? { ReportsPublished: 1 } : { RunsHeld: 1 }),
    },
  }),
);
