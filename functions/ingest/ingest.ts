import { batchOf } from '../core/batch.ts';
import { TributaryError } from '../core/errors.ts';
import { qualityKey, rawPrefix, snapshotKey } from '../core/keys.ts';
import { type Snapshot, type SourceInput, snapshotSchema } from '../core/manifest.ts';
import { type Pipeline, sourceOf } from '../core/pipeline.ts';
import type { Quality } from '../core/quality.ts';
import type { Source } from '../core/source.ts';
import { readManifest, readStored } from '../core/stored.ts';
import type { ConnectorWorld } from './connector.ts';
import { upload } from './upload.ts';

export interface IngestWorld extends ConnectorWorld {
  readonly pipeline: Pipeline;
}

export interface Ingested {
  readonly source: string;
  readonly objects: number;
  readonly bytes: number;
}

/** One for each kind of origin. */
const connectors = { upload };

/**
 * Freezes what a source says of the batch in `raw/<source>/`; `_complete.json` is written last, and a snapshot that has
 * it is used again. Throws InputGone, SourceUnavailable, or OptionalSourceUnavailable where the report can do without.
 */
export async function ingest({ run, batch, source: name }: SourceInput, world: IngestWorld): Promise<Ingested> {
  const { bucket, pipeline, log } = world;
  const key = snapshotKey(run, name);
  const there = await readStored(snapshotSchema, key, bucket);
  const source = sourceOf(name, pipeline);
  const snapshot = there ?? { source: name, objects: await extract({ run, batch, source }, world) };
  if (!there) await bucket.write(key, JSON.stringify(snapshot), { contentType: 'application/json' });

  const bytes = snapshot.objects.reduce((sum, { size }) => sum + size, 0);
  log(there ? 'The snapshot is complete already' : 'A snapshot was taken', { run, source: name, bytes });
  return { source: name, objects: snapshot.objects.length, bytes };
}

interface Task {
  readonly run: string;
  readonly batch: string;
  readonly source: Source;
}

async function extract({ run, batch, source }: Task, world: IngestWorld): Promise<Snapshot['objects']> {
  const { bucket, pipeline } = world;
  const { name, origin } = source;
  const { sources } = await readManifest(run, bucket);
  const objects = sources.find((one) => one.name === name)?.objects ?? [];
  const extraction = { source, batch: batchOf(pipeline.period, batch), objects, prefix: rawPrefix(run, name) };
  try {
    return await connectors[origin.kind]({ ...extraction, origin }, world);
  } catch (error) {
    const unavailable = error instanceof TributaryError && error.name === 'SourceUnavailable';
    if (!unavailable || !source.optional) throw error;
    await leaveOut({ run, batch, source }, error.message, world);
    throw new TributaryError('OptionalSourceUnavailable', error.message, { cause: error });
  }
}

/** Tells the report why the source is missing, should no other try succeed: preprocess then writes over it. */
async function leaveOut({ run, source }: Task, reason: string, { bucket }: IngestWorld): Promise<void> {
  const none = { read: 0, clean: 0, rejected: 0, duplicates: 0, files: [], rejections: [] };
  const quality: Quality = { source: source.name, ...none, withinLimits: true, problems: [reason], leftOut: true };
  await bucket.write(qualityKey(run, source.name), JSON.stringify(quality), { contentType: 'application/json' });
}
