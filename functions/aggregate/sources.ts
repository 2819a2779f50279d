import { join } from 'node:path';
import { type Column, sqlType } from '../contract/contract.ts';
import type { Batch } from '../core/batch.ts';
import { TributaryError } from '../core/errors.ts';
import { cleanKey, qualityKey } from '../core/keys.ts';
import { qualitySchema } from '../core/quality.ts';
import { identifier, literal } from '../core/quote.ts';
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
    const delivered = manifest.sources.some((one) => one.name === name) && !(await leftOut(run, name, bucket));
    if (!delivered) await openNone(source, engine);
    else {
      const path = join(engine.directory, `${name}.clean.parquet`);
      await bucket.download(cleanKey(run, name), path);
      await engine.run(`CREATE VIEW ${identifier(name)} AS ${rowsOf(path, contract.columns)}`);
    }
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

async function leftOut(run: string, source: string, bucket: Bucket): Promise<boolean> {
  const key = qualityKey(run, source);
  const quality = await readStored(qualitySchema, key, bucket);
  if (quality) return quality.leftOut;
  throw new TributaryError(
    'SnapshotMissing',
    `${key} is not in the bucket: preprocess writes it, so run that step first.`,
  );
}

const rowsOf = (path: string, columns: readonly Column[]) =>
  `SELECT ${columns.map(({ name }) => identifier(name)).join(', ')} FROM read_parquet(${literal(path)})`;

const none = (columns: readonly Column[]) =>
  `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${sqlType(type)}) AS ${identifier(name)}`).join(', ')} WHERE false`;
