import { createHash } from 'node:crypto';
import { batchOf } from '../core/batch.ts';
import { type ErrorName, TributaryError } from '../core/errors.ts';
import { qualityKey, rawPrefix, snapshotKey } from '../core/keys.ts';
import { type Manifest, type Snapshot, type SourceInput, snapshotSchema } from '../core/manifest.ts';
import type { Quality } from '../core/quality.ts';
import { readManifest, readStored } from '../core/stored.ts';
import { windowOf } from '../core/window.ts';
import type { Clock, ReadSecret } from '../core/world.ts';
import { type Pipeline, sourceOf } from '../definition/define-pipeline.ts';
import type { Source } from '../definition/define-source.ts';
import type { ConnectorWorld, Extraction } from '../origins/connector.ts';
import { type Connectors, type Origin, type Origins, onStage } from '../origins/origins.ts';
import { settledAt } from '../origins/pulled.ts';

export interface IngestWorld extends Omit<ConnectorWorld, 'warn'> {
  readonly pipeline: Pipeline;
  /** One for each kind of origin. */
  readonly connectors: Connectors;
  /** By source, the URL of the server that is asked instead of its origin's. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly now: Clock;
}

export interface Ingested {
  readonly source: string;
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Freezes what a source says of the batch in `raw/<source>/`; `_complete.json` is written last, and a snapshot that has
 * it is used again. Throws InputGone, SourceLate, InputTooLarge, SourceUnavailable or SourceRefused; where the report can
 * do without the source, OptionalSourceUnavailable or, which is not tried again, OptionalSourceRefused.
 */
export async function ingest({ run, batch, source: name }: SourceInput, world: IngestWorld): Promise<Ingested> {
  const { bucket, pipeline, log } = world;
  const key = snapshotKey(run, name);
  const there = await readStored(snapshotSchema, key, bucket);
  const source = sourceOf(name, pipeline);
  const snapshot = there ?? (await take({ run, batch, source }, world));
  if (!there) await bucket.write(key, JSON.stringify(snapshot), { contentType: 'application/json' });

  const bytes = snapshot.objects.reduce((sum, { size }) => sum + size, 0);
  log.info(there ? 'The snapshot is complete already' : 'A snapshot was taken', { bytes });
  return { source: name, objects: snapshot.objects.length, bytes };
}

async function take(task: SourceOfRun, world: IngestWorld): Promise<Snapshot> {
  const warnings: string[] = [];
  const warn = (sentence: string) => void warnings.push(sentence);
  const objects = await extract(task, { ...world, warn });
  const content = JSON.stringify(objects.map(({ origin, size, etag }) => [origin, size, etag]));
  const digest = createHash('sha256').update(content).digest('hex');
  return { source: task.source.name, objects, digest, ...(warnings.length > 0 && { warnings }) };
}

type ExtractWorld = IngestWorld & Pick<ConnectorWorld, 'warn'>;

interface SourceOfRun {
  readonly run: string;
  readonly batch: string;
  readonly source: Source;
}

async function extract(
  { run, batch: batchName, source }: SourceOfRun,
  world: ExtractWorld,
): Promise<Snapshot['objects']> {
  const { bucket, pipeline, addresses } = world;
  const { name } = source;
  const { sources, late = [] } = await readManifest(run, bucket);
  refuseLate(batchName, late);
  const objects = sources.find((one) => one.name === name)?.objects ?? [];
  const batch = batchOf(pipeline.period, batchName);
  const window = windowOf(batch, pipeline.timeZone);
  try {
    return await read(
      onStage(source, addresses),
      { source: name, batch, window, objects, prefix: rawPrefix(run, name) },
      world,
    );
  } catch (error) {
    if (!(error instanceof TributaryError) || !source.optional) throw error;
    const missing = withoutIt.get(error.name);
    if (!missing) throw error;
    await leaveOut({ run, batch: batchName, source }, error.message, world);
    throw new TributaryError(missing, error.message, { cause: error });
  }
}

/** Reads the origin by the connector of its kind. */
async function read<Kind extends keyof Origins>(
  origin: Origins[Kind] & { readonly kind: Kind },
  extraction: Omit<Extraction, 'origin'>,
  world: ExtractWorld,
): Promise<Snapshot['objects']> {
  refuseEarly(origin, extraction, world);
  const connector: Connectors[Kind] = world.connectors[origin.kind];
  return connector({ ...extraction, origin }, { ...world, secret: secretFor(extraction.source, world) });
}

/** A secret that cannot be had says which source is without it. */
function secretFor(source: string, { secret }: IngestWorld): ReadSecret {
  return (name, options) =>
    secret(name, options).catch((error: unknown) => {
      throw error instanceof TributaryError ? new TributaryError(error.name, `${source}: ${error.message}`) : error;
    });
}

/** `start` freezes such a run of what is late alone, so that people hear of it. */
function refuseLate(batch: string, late: NonNullable<Manifest['late']>): void {
  const failing = late.filter(({ action }) => action === 'fail').map(({ source, lacks }) => `${source} (${lacks})`);
  if (failing.length === 0) return;
  throw new TributaryError(
    'SourceLate',
    `The deadline of batch ${batch} has passed without ${failing.join(', ')}. Once it is uploaded a new run starts by itself.`,
  );
}

/** `start` waits for this moment; a run that somebody starts by hand could come before it. */
function refuseEarly(origin: Origin, { source, window }: Omit<Extraction, 'origin'>, { now }: IngestWorld): void {
  if (origin.kind === 'upload') return;
  const settled = settledAt(origin, window);
  if (now() >= settled) return;
  throw new TributaryError(
    'SourceUnavailable',
    `${source} is read from ${settled.toISOString()} on, when its batch is over and late commits have arrived. ` +
      'Redrive the execution then, or shorten settle in pipeline/sources/.',
  );
}

/** What the errors of an optional source are called, which leave it out. */
const withoutIt: ReadonlyMap<ErrorName, ErrorName> = new Map([
  ['SourceUnavailable', 'OptionalSourceUnavailable'],
  ['SourceRefused', 'OptionalSourceRefused'],
]);

/** Tells the report why the source is missing, should no other try succeed: preprocess then writes over it. */
async function leaveOut({ run, source }: SourceOfRun, reason: string, { bucket }: IngestWorld): Promise<void> {
  const none = { read: 0, clean: 0, rejected: 0, duplicates: 0, files: [], rejections: [] };
  const quality: Quality = {
    source: source.name,
    ...none,
    withinLimits: true,
    holds: false,
    problems: [reason],
    leftOut: true,
  };
  await bucket.write(qualityKey(run, source.name), JSON.stringify(quality), { contentType: 'application/json' });
}
