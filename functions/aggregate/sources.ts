import { join } from 'node:path';
import { type Column, sqlType } from '../core/contract/contract.ts';
import { identifier, literal } from '../core/contract/quote.ts';
import { TributaryError } from '../core/errors.ts';
import { cleanKey, qualityKey } from '../core/keys.ts';
import { qualitySchema } from '../core/quality.ts';
import type { Source } from '../core/source.ts';
import { readManifest, readStored } from '../core/stored.ts';
import type { Bucket, Engine } from '../core/world.ts';

/** Makes each source a view of its clean rows; one that is absent or left out is an empty view of the same columns. */
export async function openSources(
  run: string,
  sources: readonly Source[],
  { bucket, engine }: { readonly bucket: Bucket; readonly engine: Engine },
): Promise<void> {
  const manifest = await readManifest(run, bucket);
  for (const { name, contract } of sources) {
    const delivered = manifest.sources.some((one) => one.name === name) && !(await leftOut(run, name, bucket));
    const path = join(engine.directory, `${name}.clean.parquet`);
    if (delivered) await bucket.download(cleanKey(run, name), path);
    await engine.run(
      `CREATE VIEW ${identifier(name)} AS ${delivered ? rowsOf(path, contract.columns) : none(contract.columns)}`,
    );
  }
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
