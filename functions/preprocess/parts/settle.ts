import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sourceInput } from '../../core/manifest.ts';
import { inParallel } from '../../core/parallel.ts';
import { literal, literals } from '../../core/quote.ts';
import { sourceOf } from '../../definition/define-pipeline.ts';
import { parquet } from '../conclude.ts';
import { findLosers } from '../rows/losers.ts';
import { losersKey, partitionKey, settledKey } from './part.ts';
import { placeBits } from './read.ts';
import { inJson, type PartsWorld, readPart, stopwatch } from './world.ts';

export const settleInput = sourceInput.extend({ edition: z.int(), partition: z.int() });

const blocks = z.array(z.object({ key: z.string(), from: z.int(), to: z.int() }));

/** Finds the rows whose key a later one has, of all parts, in one partition of the keys' hash, and writes their places by part. */
export async function settle(
  { partition, ...of }: z.infer<typeof settleInput>,
  { bucket, pipeline, withEngine, now }: PartsWorld,
): Promise<{ partition: number; parts: number }> {
  const took = stopwatch({ now });
  const { contract } = sourceOf(of.source, pipeline);
  const found = await readPart(blocks, partitionKey(of, partition), bucket);
  return withEngine(async (engine) => {
    const paths = await inParallel(16, found, async (block, at) => {
      const path = join(engine.directory, `block-${at}.parquet`);
      await bucket.downloadPart(block, path);
      return path;
    });
    await engine.run(
      `CREATE VIEW staged AS SELECT *, NULL AS rejected FROM read_parquet(${literals(paths)}, hive_partitioning = false)`,
    );
    await findLosers(contract, 1, engine);
    const folder = join(engine.directory, 'losers');
    await mkdir(folder); // stays empty where there are none
    await engine.run(`
      COPY (SELECT (place & ${2 ** placeBits - 1})::INTEGER AS place, place >> ${placeBits} AS part FROM losers)
      TO ${literal(folder)} (FORMAT parquet, PARTITION_BY (part))`);
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.parquet'));
    await inParallel(8, files, (file) => {
      const part = Number(/^part=(\d+)\//.exec(file)?.[1]);
      return bucket.upload(join(folder, file), losersKey(of, part, partition), parquet);
    });
    await bucket.write(settledKey(of, partition), JSON.stringify({ seconds: took() }), inJson);
    return { partition, parts: files.length };
  });
}
