import { tmpdir } from 'node:os';
import type { Bucket } from '../../functions/core/world.ts';
import type { IngestWorld } from '../../functions/ingest/ingest.ts';
import { connectors } from '../../functions/origins/origins.ts';
import { openFolders } from '../../functions/platform/folder.ts';
import { silent } from '../world/log.ts';

/** A world of ingest with uploads alone, long after every batch. */
export const worldWith = (bucket: Bucket): Omit<IngestWorld, 'pipeline'> => ({
  bucket,
  connectors,
  addresses: {},
  secret: () => Promise.reject(new Error('there are no secrets here')),
  withFolder: openFolders(tmpdir()),
  now: () => new Date('2100-01-01T00:00:00Z'),
  log: silent,
});
