import { pipeline } from '../../pipeline/pipeline.ts';
import { sourceInput } from '../core/manifest.ts';
import { openBucket } from '../platform/bucket.ts';
import { openFolders } from '../platform/folder.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { connectDynamoDb } from '../platform/origins/dynamodb.ts';
import { connectHttp } from '../platform/origins/http.ts';
import { postgres } from '../platform/origins/postgres.ts';
import { httpOrStandIn, postgresOrStandIn } from '../platform/origins/stand-in.ts';
import { openSecrets } from '../platform/secret.ts';
import { ingest } from './ingest.ts';
import { upload } from './upload.ts';

export const handler = lambda(sourceInput, (input, stop) =>
  ingest(input, {
    bucket: openBucket({ stop }),
    pipeline,
    connectors: {
      upload,
      postgres: postgresOrStandIn(postgres),
      dynamodb: connectDynamoDb(),
      http: httpOrStandIn(connectHttp()),
    },
    secret: openSecrets(),
    withFolder: openFolders(),
    now: () => new Date(),
    log,
  }),
);
