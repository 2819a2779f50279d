import type { z } from 'zod';
import { TributaryError } from './errors.ts';
import { jsonText } from './json.ts';
import { manifestKey } from './keys.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import type { Bucket } from './world.ts';

/** The JSON object of that key, read by its schema; undefined where the bucket has none. */
export async function readStored<Schema extends z.ZodType>(
  schema: Schema,
  key: string,
  bucket: Pick<Bucket, 'read'>,
): Promise<z.output<Schema> | undefined> {
  const object = await bucket.read(key);
  return object && jsonText(schema).parse(object.text);
}

/** The condition of a write that nobody has written since the object was read, or found to be missing. */
export const unlessChanged = (etag: string | undefined) =>
  etag === undefined ? { ifAbsent: true as const } : { ifMatch: etag };

/** The number of the next rerun of a run, which is named without an attempt. */
export async function nextAttempt(run: string, bucket: Pick<Bucket, 'list'>): Promise<number> {
  const attempts = (await bucket.list(`runs/${run}_`)).map(({ key }) =>
    Number(/_(\d+)\/manifest\.json$/.exec(key)?.[1] ?? 1),
  );
  return 1 + Math.max(1, ...attempts);
}

/** What the run is made from; throws ManifestMissing where no run of that id was ever started. */
export async function readManifest(run: string, bucket: Pick<Bucket, 'read'>): Promise<Manifest> {
  const manifest = await readStored(manifestSchema, manifestKey(run), bucket);
  if (manifest) return manifest;
  throw new TributaryError(
    'ManifestMissing',
    `${manifestKey(run)} is not in the bucket, although it is written before a run is started: upload a file of the batch again, so that start writes it.`,
  );
}
