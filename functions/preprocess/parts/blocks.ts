import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline as stream } from 'node:stream/promises';
import { z } from 'zod';
import { inParallel } from '../../core/parallel.ts';
import { literal } from '../../core/quote.ts';
import type { Bucket, Engine } from '../../core/world.ts';

/** The rows of one of many in an object that has those of all: a Parquet file, from one byte to before another. */
export const blockSchema = z.object({ of: z.int(), from: z.int(), to: z.int() });
export type Block = z.infer<typeof blockSchema>;

/** Where blocks of one lie, in objects of others. */
export const placesSchema = z.array(z.object({ key: z.string(), from: z.int(), to: z.int() }));
export type Places = z.infer<typeof placesSchema>;

/** Writes the rows of a query into one file, those with the same number in its column `of` together, and tells where. */
export async function writeBlocks(query: string, path: string, engine: Engine): Promise<Block[]> {
  const folder = `${path}.blocks`;
  await mkdir(folder); // stays empty where there are no rows
  await engine.run(`COPY (${query}) TO ${literal(folder)} (FORMAT parquet, PARTITION_BY (of))`);
  const files = (await readdir(folder, { recursive: true })).flatMap((file) => {
    const [, of] = /^of=(\d+)\/.*\.parquet$/.exec(file) ?? [];
    return of === undefined ? [] : [{ of: Number(of), file }];
  });
  const blocks: Block[] = [];
  let from = 0;
  for (const { of, file } of files.sort((a, b) => a.of - b.of || (a.file < b.file ? -1 : 1))) {
    const { size } = await stat(join(folder, file));
    await stream(createReadStream(join(folder, file)), createWriteStream(path, { flags: 'a' }));
    blocks.push({ of, from, to: from + size });
    from += size;
  }
  return blocks;
}

/** Fetches blocks into files of the engine's folder, and gives their paths. */
export const fetchBlocks = (
  places: Places,
  { bucket, engine }: { readonly bucket: Pick<Bucket, 'downloadPart'>; readonly engine: Engine },
): Promise<string[]> =>
  inParallel(16, places, async (place, at) => {
    const path = join(engine.directory, `block-${at}.parquet`);
    await bucket.downloadPart(place, path);
    return path;
  });

/** Where the blocks of each lie, in the objects of those that have some of it. */
export function placesIn(
  objects: readonly { readonly key: string; readonly blocks: readonly Block[] }[],
): Map<number, Places> {
  const places = new Map<number, Places>();
  for (const { key, blocks } of objects) {
    for (const { of, from, to } of blocks) {
      const own = places.get(of) ?? [];
      own.push({ key, from, to });
      places.set(of, own);
    }
  }
  return places;
}
