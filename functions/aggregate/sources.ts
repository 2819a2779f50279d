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
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { Source } from '../definition/define-source.ts';

interface World {
  readonly bucket: Bucket;
  readonly engine: Engine;
}

/**
 * Makes each source a view of its clean rows; one that is absent or left out is an empty view of the same columns. Where
 * Athena makes the tables of large batches, times are rounded to milliseconds here too, as it reads them.
 */
export async function openSources(
  run: string,
  { sources, distributed }: Pick<Pipeline, 'sources' | 'distributed'>,
  { bucket, engine }: World,
): Promise<void> {
  const parts = await partsOf(run, sources, bucket);
  const read = distributed ? inMilliseconds : asStored;
  for (const source of sources) {
    const { name, contract } = source;
    const paths = Array.from({ length: parts.get(name) ?? 0 }, (_, at) =>
      join(engine.directory, `${name}.clean-${at + 1}.parquet`),
    );
    await inParallel(8, paths, (path, at) => bucket.download(cleanKey(run, name, at + 1), path));
    if (paths.length === 0) await openNone(source, engine);
    else await engine.run(`CREATE VIEW ${identifier(name)} AS ${rowsOf(paths, contract.columns.map(read))}`);
  }
}

/** Makes a source a view without a row, of the columns of its contract. */
export const openNone = ({ name, contract }: Source, engine: Engine): Promise<void> =>
  engine.run(`CREATE VIEW ${identifier(name)} AS ${noRows(typed(contract.columns))}`);

/** The columns of a contract with their types in SQL. */
export const typed = (columns: readonly Column[]) => columns.map(({ name, type }) => ({ name, type: sqlType(type) }));

/** SQL of a relation without a row, of these columns; DuckDB and Trino read it alike. */
export const noRows = (columns: readonly { readonly name: string; readonly type: string }[]): string =>
  `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${identifier(name)}`).join(', ')} WHERE false`;

/** Makes the view `batch`, of one row: from_day is the first day of the batch, to_day the first day after it. */
export const openBatch = (batch: Batch, engine: Engine): Promise<void> =>
  engine.run(`CREATE VIEW batch AS ${batchSql(batch)}`);

/** DuckDB and Trino read it alike. */
export const batchSql = ({ name, from, to }: Batch): string =>
  `SELECT CAST(${literal(name)} AS VARCHAR) AS name, DATE ${literal(from)} AS from_day, DATE ${literal(to)} AS to_day`;

/** In how many parts the clean rows of each source lie; in none where it is absent or was left out. */
export async function partsOf(
  run: string,
  sources: readonly Source[],
  bucket: Bucket,
): Promise<ReadonlyMap<string, number>> {
  const manifest = await readManifest(run, bucket);
  const delivered = sources.filter(({ name }) => manifest.sources.some((one) => one.name === name));
  return new Map(
    await inParallel(8, delivered, async ({ name }) => [name, await partsIn(qualityKey(run, name), bucket)] as const),
  );
}

async function partsIn(key: string, bucket: Bucket): Promise<number> {
  const quality = await readStored(qualitySchema, key, bucket);
  if (quality) return quality.leftOut ? 0 : (quality.parts ?? 1);
  throw new TributaryError(
    'SnapshotMissing',
    `${key} is not in the bucket: preprocess writes it, so run that step first.`,
  );
}

const rowsOf = (paths: readonly string[], columns: readonly string[]) =>
  `SELECT ${columns.join(', ')} FROM read_parquet(${literals(paths)})`;

const asStored = ({ name }: Column) => identifier(name);

/** Half a millisecond is rounded up, before 1970 too. */
function inMilliseconds({ name, type }: Column): string {
  const column = identifier(name);
  if (!sqlType(type).startsWith('TIMESTAMP')) return column;
  return `date_trunc('milliseconds', ${column} + INTERVAL 500 MICROSECOND) AS ${column}`;
}
