import type { Batch } from '../core/batch.ts';
import type { InputObject, Snapshot } from '../core/manifest.ts';
import type { Origin, Source } from '../core/source.ts';
import type { Bucket, Log } from '../core/world.ts';

/** What a connector is asked for: all that the source holds of the batch. */
interface Extraction<Kind extends Origin = Origin> {
  readonly source: Source;
  readonly origin: Kind;
  readonly batch: Batch;
  /** Of an upload: the objects that the manifest froze, in order of delivery. A pulled source has none. */
  readonly objects: readonly InputObject[];
  /** Everything is written below this prefix. */
  readonly prefix: string;
}

export interface ConnectorWorld {
  readonly bucket: Bucket;
  readonly log: Log;
}

/**
 * Reads one kind of origin into the bucket and says what it wrote, in order. Writes over what a broken try before it
 * left there, and never `_complete.json`. Throws SourceUnavailable where trying again may help.
 */
export type Connector<Kind extends Origin> = (
  extraction: Extraction<Kind>,
  world: ConnectorWorld,
) => Promise<Snapshot['objects']>;
