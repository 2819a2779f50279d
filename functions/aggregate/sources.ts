import { join } from 'node:path';
import { type Column, sqlType } from '../contract/contract.ts';
import type { Batch } from '../core/batch.ts';
import { TributaryError } from '../core/errors.ts';
import { cleanKey, qualityKey } from '../core/keys.ts';
import { inParallel } from '../core/parallel.ts';
import { qualitySchema } from '../core/quality.ts';
import { identifier, literal, literals } from '../core/quote.ts';
import { readManifest, readStored } from '../core/stored.ts';
import type { Bucket, Engine } from '../core/world.ts';
import type { Source } from '../definition/define-source.ts';

/** Makes each source a view of its clean rows; one that is absent or left out is an empty view of the same columns. */
export async function openSources(
  run: string,
  sources: readonly Source[],
  { bucket, engine }: { readonly bucket: Bucket; readonly engine: Engine },
): Promise<void> {
  const manifest = await readManifest(run, bucket);
  for (const source of sources) {
    const { name, contract } = source;
    const delivered = manifest.sources.some((one) => one.name === name);
    const parts = delivered ? await partsOf(run, name, bucket) : 0;
    const paths = Array.from({ length: parts }, (_, at) => join(engine.directory, `${name}.clean-${at + 1}.parquet`));
    await inParallel(8, paths, (path, at) => bucket.download(cleanKey(run, name, at + 1), path));
    if (parts === 0) await openNone(source, engine);
    else await engine.run(`CREATE VIEW ${identifier(name)} AS ${rowsOf(paths, contract.columns)}`);
  }
}

/** Makes a source a view without a row, of the columns of its contract. */
export const openNone = ({ name, contract }: Source, engine: Engine): Promise<void> =>
  engine.run(`CREATE VIEW ${identifier(name)} AS ${none(contract.columns)}`);

/** Makes the view `batch`, of one row: from_day is the first day of the batch, to_day the first day after it. */
export function openBatch({ name, from, to }: Batch, engine: Engine): Promise<void> {
  const days = `DATE ${literal(from)} AS from_day, DATE ${literal(to)} AS to_day`;
  return engine.run(`CREATE VIEW batch AS SELECT ${literal(name)} AS name, ${days}`);
}

/** In so many parts its clean rows lie: in none where it was left out. */
async function partsOf(run: string, source: string, bucket: Bucket): Promise<number> {
  const key = qualityKey(run, source);
  const quality = await readStored(qualitySchema, key, bucket);
  if (quality) return quality.leftOut ? 0 : (quality.parts ?? 1);
  throw new TributaryError(
    'SnapshotMissing',
    `${key} is not in the bucket: preprocess writes it, so run that step first.`,
  );
}

const rowsOf = (paths: readonly string[], columns: readonly Column[]) =>
  `SELECT ${columns.map(({ name }) => identifier(name)).join(', ')} FROM read_parquet(${literals(paths)})`;

const none = (columns: readonly Column[]) =>
  `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${sqlType(type)}) AS ${identifier(name)}`).join(', ')} WHERE false`;
