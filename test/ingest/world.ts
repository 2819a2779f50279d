import { tmpdir } from 'node:os';
import type { Connector } from '../../functions/core/connector.ts';
import type { Origin } from '../../functions/core/origin.ts';
import type { Bucket } from '../../functions/core/world.ts';
import type { IngestWorld } from '../../functions/ingest/ingest.ts';
import { upload } from '../../functions/ingest/upload.ts';
import { openFolders } from '../../functions/platform/folder.ts';

const nowhere: Connector<Origin> = () => Promise.reject(new Error('there is no such origin here'));

/** A world of ingest with uploads alone, long after every batch. */
export const worldWith = (bucket: Bucket): Omit<IngestWorld, 'pipeline'> => ({
  bucket,
  connectors: { upload, postgres: nowhere, dynamodb: nowhere, http: nowhere },
  secret: () => Promise.reject(new Error('there are no secrets here')),
  withFolder: openFolders(tmpdir()),
  now: () => new Date('2100-01-01T00:00:00Z'),
  log: () => undefined,
});
