import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tally } from '../../core/content.ts';
import type { Bucket } from '../../core/world.ts';
import { type Divided, type HashPart, hashKey } from './part.ts';
import { inJson, type PartsWorld, stopwatch } from './world.ts';

/** So much is hashed within the time that a function has; a larger object has no hash. */
export const mostHashedBytes = 40 * 1024 ** 3;

const chunkBytes = 64 * 1024 ** 2;

interface World extends Pick<PartsWorld, 'now'> {
  readonly bucket: Pick<Bucket, 'downloadPart' | 'write'>;
  readonly directory: string;
}

/** Hashes an object that is cut into parts, from end to end, and writes what it finds. */
export async function hash(
  { hash: at, key, size }: HashPart,
  of: Divided,
  { bucket, directory, now }: World,
): Promise<{ sha256: string }> {
  const took = stopwatch({ now });
  const { hear, content } = tally();
  const path = join(directory, 'chunk');
  for (let from = 0; from < size; from += chunkBytes) {
    await bucket.downloadPart({ key, from, to: Math.min(from + chunkBytes, size) }, path, { hear });
    await rm(path);
  }
  const { bytes, sha256 } = content();
  await bucket.write(hashKey(of, at), JSON.stringify({ bytes, sha256, seconds: took() }), inJson);
  return { sha256 };
}
