import { join } from 'node:path';
import { TributaryError } from '../core/errors.ts';
import { cleanKey, duplicatesKey, qualityKey, rejectedCsvKey, rejectedKey, snapshotKey } from '../core/keys.ts';
import { type Snapshot, type SourceInput, snapshotSchema } from '../core/manifest.ts';
import type { Quality } from '../core/quality.ts';
import { readManifest, readStored } from '../core/stored.ts';
import type { Bucket, Engine, Log, WithEngine } from '../core/world.ts';
import { type Pipeline, sourceOf } from '../definition/define-pipeline.ts';
import { judge } from '../publishing/gate.ts';
import { rowsIn } from './rows/check.ts';
import { fileOf } from './rows/found.ts';
import { markLosers } from './rows/losers.ts';
import { checkRules } from './rows/plan.ts';
import { rejectionsOf, writeRejected } from './rows/reasons.ts';
import { type Outputs, type StagedRows, split } from './rows/split.ts';
import { type Staged, stage } from './rows/stage.ts';
import { unreadableTable } from './rows/unreadable.ts';

export interface PreprocessWorld {
  readonly bucket: Bucket;
  readonly pipeline: Pipeline;
  readonly withEngine: WithEngine;
  readonly log: Log;
}

/** What the state machine is told; read = clean + rejected + duplicates. */
export type Preprocessed = Pick<
  Quality,
  'source' | 'read' | 'clean' | 'rejected' | 'duplicates' | 'withinLimits' | 'holds'
>;

type PipelineSource = Pipeline['sources'][number];

/**
 * Reads a source's snapshot, types and checks every row by the contract, and writes the clean, the rejected and the
 * duplicate rows, then what was counted. Throws SnapshotMissing, RowsLost, or PipelineInvalid for a rule that is no SQL.
 */
export async function preprocess({ run, source: name }: SourceInput, world: PreprocessWorld): Promise<Preprocessed> {
  const { bucket, pipeline, withEngine, log } = world;
  const source = sourceOf(name, pipeline);
  const { waiver } = await readManifest(run, bucket);
  const snapshot = await readStored(snapshotSchema, snapshotKey(run, name), bucket);
  if (!snapshot) throw snapshotMissing(snapshotKey(run, name));

  const counted = await withEngine((engine) =>
    separate({ run, source, snapshot, maxSourceBytes: pipeline.maxSourceBytes }, { bucket, engine }),
  );
  const { warnings } = snapshot;
  const judged = judge(counted, source, waiver?.sources.includes(name) ?? false);
  const quality: Quality = { ...counted, ...judged, ...(warnings && { warnings }) };
  await bucket.write(qualityKey(run, name), JSON.stringify(quality), { contentType: 'application/json' });
  const { read, clean, rejected, duplicates, withinLimits, holds } = quality;
  log.info('Rows were checked', { read, clean, rejected, duplicates, withinLimits, holds });
  return { source: name, read, clean, rejected, duplicates, withinLimits, holds };
}

const snapshotMissing = (key: string) =>
  new TributaryError('SnapshotMissing', `${key} is not in the bucket: ingest writes it, so run that step first.`);

interface Taken {
  readonly run: string;
  readonly source: PipelineSource;
  readonly snapshot: Snapshot;
  readonly maxSourceBytes: number;
}

type Counted = Omit<Quality, 'withinLimits' | 'holds' | 'problems'>;

/** A file of the snapshot, and what is told of it. */
interface Delivered extends Staged {
  readonly told: Quality['files'][number];
}

async function separate(
  { run, source, snapshot, maxSourceBytes }: Taken,
  { bucket, engine }: { bucket: Bucket; engine: Engine },
): Promise<Counted> {
  await checkRules(source, engine);
  await engine.run(unreadableTable);
  const files: Delivered[] = [];
  let most = maxSourceBytes;
  for (const [at, object] of snapshot.objects.entries()) {
    const fetch = (path: string) => bucket.download(object.key, path);
    const staged = await stage({ object, at, source, most }, { fetch, engine });
    most -= staged.bytes;
    files.push({ ...staged, told: fileOf([staged], source) });
  }
  const leftOut = source.optional && files.some(({ told }) => told.fault !== null);
  const used = await usable(files, leftOut, engine);
  const outputs = await split(source, used, { engine, markLosers });
  const counts = await count(used, outputs, engine);
  await bucket.upload(outputs.clean, cleanKey(run, source.name), parquet);
  await bucket.upload(outputs.rejected, rejectedKey(run, source.name), parquet);
  await bucket.upload(outputs.duplicates, duplicatesKey(run, source.name), parquet);
  const rejections = await rejectionsOf(outputs.rejected, engine);
  const told = { source: source.name, files: files.map(({ told }) => told), ...counts, rejections, leftOut };
  if (counts.rejected === 0) return told;
  const csv = join(engine.directory, 'rejected.csv');
  await writeRejected(outputs.rejected, { path: csv, rows: counts.rejected }, engine);
  return { ...told, rejectedFile: await bucket.upload(csv, rejectedCsvKey(run, source.name), csvType) };
}

/** The rows of the files that can be used. */
async function usable(files: readonly Delivered[], leftOut: boolean, engine: Engine): Promise<StagedRows[]> {
  const used = (one: Delivered) => !leftOut && one.told.fault === null;
  for (const [at, one] of files.entries())
    if (!used(one)) await engine.run(`DELETE FROM unreadable WHERE file = ${at}`);
  return files.map((one) => ({ ...one, ...(!used(one) && { staged: 0, rows: 0 }), before: 0 }));
}

const parquet = 'application/vnd.apache.parquet';
const csvType = 'text/csv; charset=utf-8';

/** Both sides of the sum are counted on their own; throws RowsLost where they differ. */
async function count(files: readonly StagedRows[], { clean, rejected, duplicates }: Outputs, engine: Engine) {
  const counts = {
    read: files.reduce((sum, { rows }) => sum + rows, 0),
    clean: await rowsIn(clean, engine),
    rejected: await rowsIn(rejected, engine),
    duplicates: await rowsIn(duplicates, engine),
  };
  if (counts.read === counts.clean + counts.rejected + counts.duplicates) return counts;
  throw new TributaryError(
    'RowsLost',
    `Rows were lost or doubled: ${JSON.stringify(counts)}. Nothing was published; tell the maintainers, with the files.`,
  );
}
