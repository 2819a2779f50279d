import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packed, zipsAt } from '../services/zips.ts';
import type { Lookup } from './intrinsics.ts';

const objects = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * Puts into the buckets of an example what its `objects.json` says: files of its folder, and folders as zips, by keys, by
 * the logical ids of the buckets.
 */
export async function putObjects(folder: string, endpoint: string | undefined, lookup: Lookup): Promise<void> {
  const path = join(folder, 'objects.json');
  if (!existsSync(path) || endpoint === undefined) return;
  const zips = zipsAt(endpoint);
  for (const [id, files] of Object.entries(objects.parse(JSON.parse(readFileSync(path, 'utf8'))))) {
    const { ref: bucket } = await lookup(id);
    for (const [key, file] of Object.entries(files)) {
      const from = join(folder, file);
      await zips.write(bucket, key, statSync(from).isDirectory() ? packed(from) : readFileSync(from));
    }
  }
}
