import { join } from 'node:path';
import { z } from 'zod';
import { sourceInput } from '../../core/manifest.ts';
import { literals } from '../../core/quote.ts';
import { sourceOf } from '../../definition/define-pipeline.ts';
import { findLosers } from '../rows/losers.ts';
import { fetchBlocks, placesSchema, writeBlocks } from './blocks.ts';
import { losersKey, partitionKey, type Settled, settledKey } from './part.ts';
import { placeBits } from './read.ts';
import { inJson, type PartsWorld, readPart, stopwatch } from './world.ts';

export const settleInput = sourceInput.extend({ edition: z.int(), partition: z.int() });

/** Finds the rows whose key a later one has, of all parts, in one partition of the keys' hash, and writes their places by part. */
export async function settle(
  { partition, ...of }: z.infer<typeof settleInput>,
  { bucket, pipeline, withEngine, now }: PartsWorld,
): Promise<{ partition: number; parts: number }> {
  const took = stopwatch({ now });
  const { contract } = sourceOf(of.source, pipeline);
  const places = await readPart(placesSchema, partitionKey(of, partition), bucket);
  return withEngine(async (engine) => {
    const paths = await fetchBlocks(places, { bucket, engine });
    await engine.run(
      `CREATE VIEW staged AS SELECT *, NULL AS rejected FROM read_parquet(${literals(paths)}, hive_partitioning = false)`,
    );
    await findLosers(contract, 1, engine);
    const path = join(engine.directory, 'losers');
    const own = `(place & ${2 ** placeBits - 1})::INTEGER AS place, place >> ${placeBits} AS of`;
    const blocks = await writeBlocks(`SELECT ${own} FROM losers`, path, engine);
    if (blocks.length > 0) await bucket.upload(path, losersKey(of, partition), 'application/octet-stream');
    const settled: Settled = { blocks, seconds: took() };
    await bucket.write(settledKey(of, partition), JSON.stringify(settled), inJson);
    return { partition, parts: blocks.length };
  });
}
