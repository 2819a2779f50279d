import { type Batch, batchBefore } from '../core/batch.ts';
import { manifestKey } from '../core/keys.ts';
import { type InputObject, type Manifest, manifestSchema } from '../core/manifest.ts';
import { inParallel } from '../core/parallel.ts';
import { readManifest, readStored } from '../core/stored.ts';
import type { Bucket, Clock } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { readLatest } from '../publishing/latest.ts';

/** A run before it is frozen: its objects are as the bucket lists them, without their versions. */
export interface Draft extends Pick<Manifest, 'run' | 'sources' | 'absent' | 'late'> {
  readonly batch: Batch;
}

export interface FreezeWorld {
  readonly bucket: Bucket;
  readonly pipeline: Pipeline;
  readonly fingerprint: string;
  readonly now: Clock;
}

/** The run's manifest, written unless it is there; undefined where an object has changed since it was listed. */
export async function freeze(draft: Draft, world: FreezeWorld): Promise<Manifest | undefined> {
  const { bucket } = world;
  const key = manifestKey(draft.run);
  const there = await readStored(manifestSchema, key, bucket);
  if (there) return there;
  const versions = await versionsOf(draft, bucket);
  if (!versions) return undefined;
  return writeOnce(await manifestOf(draft, versions, world), bucket);
}

/** The manifest that holds: this one, or the one that somebody else wrote first. */
export async function writeOnce(manifest: Manifest, bucket: Bucket): Promise<Manifest> {
  const written = await bucket.write(manifestKey(manifest.run), JSON.stringify(manifest), {
    contentType: 'application/json',
    ifAbsent: true,
  });
  return written ? manifest : readManifest(manifest.run, bucket);
}

/** The version of each object by its key: a list does not tell it, and only the version makes a run repeatable. */
async function versionsOf({ sources }: Draft, bucket: Bucket): Promise<Map<string, InputObject> | undefined> {
  const listed = sources.flatMap(({ objects }) => objects);
  const heads = await inParallel(16, listed, ({ key }) => bucket.head(key));
  const same = listed.every(({ etag, size }, at) => heads[at]?.etag === etag && heads[at]?.size === size);
  // The moment stays the list's, which every later look compares with: a header tells whole seconds only.
  const frozen = listed.map((object, at) => ({ ...object, ...versionOf(heads[at]) }));
  return same ? new Map(frozen.map((object) => [object.key, object])) : undefined;
}

const versionOf = (head: InputObject | undefined) => head?.versionId && { versionId: head.versionId };

async function manifestOf(draft: Draft, versions: Map<string, InputObject>, world: FreezeWorld): Promise<Manifest> {
  return {
    run: draft.run,
    batch: draft.batch.name,
    attempt: 1,
    fingerprint: world.fingerprint,
    frozenAt: world.now().toISOString(),
    sources: draft.sources.map(({ name, objects }) => ({
      name,
      objects: objects.map((object) => versions.get(object.key) ?? object),
    })),
    absent: draft.absent,
    ...(draft.late && { late: draft.late }),
    comparedWith: await comparedWith(draft.batch, world),
    waiver: null,
  };
}

/** The latest report of the batch before, as it is now. */
export async function comparedWith(
  batch: Batch,
  { bucket, pipeline }: Pick<FreezeWorld, 'bucket' | 'pipeline'>,
): Promise<Manifest['comparedWith']> {
  const before = batchBefore(pipeline.period, batch)?.name;
  const run = before && (await readLatest(before, bucket)).latest.run;
  return before && run ? { batch: before, run } : null;
}
