import type { Batch } from '../core/batch.ts';
import type { InputObject, Snapshot } from '../core/manifest.ts';
import type { Window } from '../core/window.ts';
import type { Bucket, Log, ReadSecret, WithFolder } from '../core/world.ts';

/** What a connector is asked for: all that one source holds of the batch. */
export interface Extraction<Origin = unknown> {
  readonly source: string;
  readonly origin: Origin;
  readonly batch: Batch;
  /** The batch's half-open window [from, to) as moments in UTC, ISO with Z. */
  readonly window: Window;
  /** Of an upload: the objects that the manifest froze, in order of delivery. A pulled source has none. */
  readonly objects: readonly InputObject[];
  /** Everything is written below this prefix. */
  readonly prefix: string;
}

export interface ConnectorWorld {
  readonly bucket: Bucket;
  readonly secret: ReadSecret;
  readonly withFolder: WithFolder;
  readonly log: Log;
  /** Hands a sentence on to the report: what may be wrong with what was read. */
  readonly warn: (sentence: string) => void;
}

/**
 * Reads one kind of origin into the bucket and says what it wrote, in order. Writes over what a broken try before it
 * left there, and never `_complete.json`. Throws SourceUnavailable where trying again may help, and SourceRefused
 * where it can not; neither says a word of what is secret.
 */
export type Connector<Origin> = (extraction: Extraction<Origin>, world: ConnectorWorld) => Promise<Snapshot['objects']>;
