import { pipeline } from '../../pipeline/pipeline.ts';
import { openBucket } from '../platform/bucket.ts';
import { config, configOptional } from '../platform/config.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { openMail } from '../platform/mail.ts';
import { openTopic } from '../platform/topic.ts';
import { openHistory } from '../platform/workflow.ts';
import { notify, statusChangeSchema } from './notify.ts';

export const handler = lambda(statusChangeSchema, (event, stop) =>
  notify(event, {
    name: pipeline.name,
    bucketName: config('bucket'),
    reportsUrl: configOptional('reportsUrl'),
    bucket: openBucket({ stop }),
    history: openHistory(),
    publish: openTopic(),
    mail: openMail(),
    locale: pipeline.locale,
    log,
  }),
);
