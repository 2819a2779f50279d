import { TributaryError } from '../core/errors.ts';
import { snapshotKey } from '../core/keys.ts';
import { type Snapshot, snapshotSchema } from '../core/manifest.ts';
import { readStored } from '../core/stored.ts';
import type { Bucket } from '../core/world.ts';

/** What ingest froze of a source; throws SnapshotMissing. */
export async function readSnapshot(run: string, source: string, bucket: Pick<Bucket, 'read'>): Promise<Snapshot> {
  const key = snapshotKey(run, source);
  const snapshot = await readStored(snapshotSchema, key, bucket);
  if (snapshot) return snapshot;
  throw new TributaryError('SnapshotMissing', `${key} is not in the bucket: ingest writes it, so run that step first.`);
}
