import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isHidden } from '../../functions/core/keys.ts';
import { type InputFile, readInput } from '../../local/input.ts';

/** The files of a batch, and how many bytes they have. */
export interface Batchful {
  readonly batch: string;
  readonly files: readonly InputFile[];
  readonly bytes: number;
}

/** The batch of the folder that has the fewest bytes. */
export async function smallestIn(folder: string): Promise<Batchful> {
  const { batches } = await readInput(folder, []);
  const sized = [...batches].map(async ([batch, files]) => {
    const sizes = await Promise.all(files.map(async ({ path }) => (await stat(path)).size));
    return { batch, files, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  });
  const [smallest] = (await Promise.all(sized)).sort((a, b) => a.bytes - b.bytes);
  if (smallest) return smallest;
  throw new Error(`There is nothing to upload in ${folder}.`);
}

/**
 * The key with a name before that of the file, so that no run was ever made of these files: Step Functions knows the
 * names of runs for 90 days, of those too that are erased. A marker keeps its name.
 */
export function unlikeAnyOther(key: string, before: string): string {
  const name = basename(key);
  return isHidden(name) ? key : `${key.slice(0, -name.length)}${before}-${name}`;
}
