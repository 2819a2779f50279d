import { pipeline } from '../../pipeline/pipeline.ts';
import { sourceInput } from '../core/manifest.ts';
import { connectors } from '../origins/origins.ts';
import { openBucket } from '../platform/bucket.ts';
import { originAddresses } from '../platform/config.ts';
import { openFolders } from '../platform/folder.ts';
import { lambda } from '../platform/lambda.ts';
import { log } from '../platform/log.ts';
import { openSecrets } from '../platform/secret.ts';
import { ingest } from './ingest.ts';

export const handler = lambda(
  sourceInput,
  (input, stop) =>
    ingest(input, {
      bucket: openBucket({ stop }),
      pipeline,
      connectors,
      addresses: originAddresses(),
      secret: openSecrets(),
      withFolder: openFolders(),
      now: () => new Date(),
      log,
    }),
  ({ bytes }) => ({ bySource: { BytesRead: bytes } }),
);
