import { join } from 'node:path';
import { z } from 'zod';
import { sourceInput } from '../../core/manifest.ts';
import { literal, literals } from '../../core/quote.ts';
import { readStored } from '../../core/stored.ts';
import type { Bucket, Engine } from '../../core/world.ts';
import { sourceOf } from '../../definition/define-pipeline.ts';
import { uploadRows } from '../conclude.ts';
import { count } from '../rows/count.ts';
import { mark } from '../rows/losers.ts';
import { rejectionsOf } from '../rows/reasons.ts';
import { type MarkLosers, split } from '../rows/split.ts';
import { unreadableTable } from '../rows/unreadable.ts';
import { fetchBlocks, placesSchema } from './blocks.ts';
import {
  type Divided,
  losersOfKey,
  numberedSchema,
  type Separated,
  separatedKey,
  stagedKey,
  unreadableKey,
} from './part.ts';
import { inJson, type PartsWorld, stopwatch } from './world.ts';

export const separateInput = sourceInput.extend({ edition: z.int(), part: numberedSchema });

/** Separates the rows of a part into clean, rejected and duplicate ones, by what was settled over all parts, and counts them. */
export async function separate(
  { part, ...of }: z.infer<typeof separateInput>,
  { bucket, pipeline, withEngine, now }: PartsWorld,
): Promise<{ part: number; rows: number }> {
  const took = stopwatch({ now });
  const source = sourceOf(of.source, pipeline);
  return withEngine(async (engine) => {
    await engine.run(unreadableTable);
    const path = join(engine.directory, 'stage-0.parquet');
    if (part.staged > 0) await bucket.download(stagedKey(of, part.part), path);
    if (part.rows > part.staged) await takeUnreadable(of, part.part, { bucket, engine });
    const markLosers: MarkLosers = (_, rows) => markThose({ of, part: part.part, rows }, { bucket, engine });
    const outputs = await split(source, [{ ...part, path }], { engine, markLosers });
    const counts = await count(part.rows, outputs, engine);
    const rejections = await rejectionsOf(outputs.rejected, engine);
    await uploadRows(outputs, { ...of, part: part.part }, bucket);
    const separated: Separated = { ...counts, rejections, seconds: took() };
    await bucket.write(separatedKey(of, part.part), JSON.stringify(separated), inJson);
    return { part: part.part, rows: part.rows };
  });
}

interface World {
  readonly bucket: Bucket;
  readonly engine: Engine;
}

async function takeUnreadable(of: Divided, part: number, { bucket, engine }: World): Promise<void> {
  const path = join(engine.directory, 'unreadable.parquet');
  await bucket.download(unreadableKey(of, part), path);
  await engine.run(`INSERT INTO unreadable FROM read_parquet(${literal(path)})`);
}

interface Marked {
  readonly of: Divided;
  readonly part: number;
  readonly rows: number;
}

async function markThose({ of, part, rows }: Marked, { bucket, engine }: World): Promise<string> {
  const places = await readStored(placesSchema, losersOfKey(of, part), bucket);
  if (!places) return 'false';
  const paths = await fetchBlocks(places, { bucket, engine });
  await engine.run(`CREATE TABLE losers AS SELECT place FROM read_parquet(${literals(paths)})`);
  return mark(rows, engine);
}
