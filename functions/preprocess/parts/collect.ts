import { z } from 'zod';
import { sourceInput } from '../../core/manifest.ts';
import { inParallel } from '../../core/parallel.ts';
import type { PreprocessWorld } from '../preprocess.ts';
import { placesIn } from './blocks.ts';
import { losersKey, losersOfKey, settledKey, settledSchema } from './part.ts';
import { inJson, readPart } from './world.ts';

export const collectInput = sourceInput.extend({ edition: z.int(), partitions: z.array(z.int()) });

/** Writes for each part where its rows are told that have the key of a later one; for a part without such a row, nothing. */
export async function collect(
  { partitions, ...of }: z.infer<typeof collectInput>,
  { bucket }: Pick<PreprocessWorld, 'bucket'>,
): Promise<{ parts: number }> {
  const settled = await inParallel(32, partitions, async (partition) => ({
    key: losersKey(of, partition),
    ...(await readPart(settledSchema, settledKey(of, partition), bucket)),
  }));
  const places = [...placesIn(settled)];
  await inParallel(32, places, ([part, own]) => bucket.write(losersOfKey(of, part), JSON.stringify(own), inJson));
  return { parts: places.length };
}
