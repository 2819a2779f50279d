import { pipeline } from '../../pipeline/pipeline.ts';
import { openBucket } from '../platform/bucket.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { shelve, writtenSchema } from './shelve.ts';

export const handler = lambda(writtenSchema, (event, stop) =>
  shelve(event, {
    bucket: openBucket({ stop }),
    title: pipeline.report.title,
    locale: pipeline.locale,
    period: pipeline.period,
    log,
  }),
);
