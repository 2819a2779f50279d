import { pipeline } from '../../pipeline/pipeline.ts';
import { openBucket } from '../platform/bucket.ts';
import { config, configOptional, deployedAs } from '../platform/config.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { openHistory } from '../platform/workflow.ts';
import { report, reportInput } from './report.ts';

export const handler = lambda(
  reportInput,
  (input, stop) =>
    report(input, {
      bucket: openBucket({ stop }),
      pipeline,
      codeVersion: config('codeVersion'),
      stage: configOptional('stage'),
      deployed: deployedAs(),
      history: openHistory(),
      now: () => new Date(),
      log,
    }),
  ({ published, dollars }, { startedAt }) => ({
    ofAll: {
      RunDuration: (Date.now() - Date.parse(startedAt)) / 1000,
      ...(dollars !== null && { RunDollars: dollars }),
      ...(published ? { ReportsPublished: 1 } : { RunsHeld: 1 }),
    },
  }),
);
