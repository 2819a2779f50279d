import { join } from 'node:path';
import { uploaded } from '../core/content.ts';
import { rejectedCsvKey } from '../core/keys.ts';
import type { Snapshot, SourceInput } from '../core/manifest.ts';
import type { Quality } from '../core/quality.ts';
import type { Bucket, Engine, Log, WithEngine } from '../core/world.ts';
import { type Pipeline, sourceOf } from '../definition/define-pipeline.ts';
import { type Counted, concluded, csvType, type Preprocessed, uploadRows } from './conclude.ts';
import { count } from './rows/count.ts';
import { fileOf, isLeftOut } from './rows/found.ts';
import { markLosers } from './rows/losers.ts';
import { checkRules } from './rows/plan.ts';
import { rejectionsOf, writeRejected } from './rows/reasons.ts';
import { type StagedRows, split } from './rows/split.ts';
import { fetchWhole, type Staged, stage } from './rows/stage.ts';
import { unreadableTable } from './rows/unreadable.ts';
import { readSnapshot } from './snapshot.ts';

export interface PreprocessWorld {
  readonly bucket: Bucket;
  readonly pipeline: Pipeline;
  readonly withEngine: WithEngine;
  readonly log: Log;
}

type PipelineSource = Pipeline['sources'][number];

/**
 * Reads a source's snapshot, types and checks every row by the contract, and writes the clean, the rejected and the
 * duplicate rows, then what was counted. Throws SnapshotMissing, RowsLost, or PipelineInvalid for a rule that is no SQL.
 */
export async function preprocess({ run, source: name }: SourceInput, world: PreprocessWorld): Promise<Preprocessed> {
  const { bucket, pipeline, withEngine } = world;
  const source = sourceOf(name, pipeline);
  const snapshot = await readSnapshot(run, name, bucket);
  const told = await withEngine((engine) =>
    separate({ run, source, snapshot, maxSourceBytes: pipeline.maxSourceBytes }, { bucket, engine }),
  );
  return concluded(run, { told, source }, world);
}

interface Taken {
  readonly run: string;
  readonly source: PipelineSource;
  readonly snapshot: Snapshot;
  readonly maxSourceBytes: number;
}

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
    const staged = await stage({ object, at, source, most }, { fetch: fetchWhole(object.key, bucket), engine });
    most -= staged.bytes;
    files.push({ ...staged, told: fileOf([staged], source) });
  }
  const allTold = files.map(({ told }) => told);
  const leftOut = isLeftOut(allTold, source);
  const used = await usable(files, leftOut, engine);
  const outputs = await split(source, used, { engine, markLosers });
  const counts = await count(
    used.reduce((sum, { rows }) => sum + rows, 0),
    outputs,
    engine,
  );
  await uploadRows(outputs, { run, source: source.name, part: 1 }, bucket);
  const rejections = await rejectionsOf(outputs.rejected, engine);
  const told = { source: source.name, files: allTold, ...counts, rejections, leftOut };
  if (counts.rejected === 0) return told;
  const csv = join(engine.directory, 'rejected.csv');
  await writeRejected([outputs.rejected], { path: csv, rows: counts.rejected }, engine);
  return {
    ...told,
    rejectedFile: await uploaded(csv, { key: rejectedCsvKey(run, source.name), contentType: csvType }, bucket),
  };
}

/** The rows of the files that can be used. */
async function usable(files: readonly Delivered[], leftOut: boolean, engine: Engine): Promise<StagedRows[]> {
  const used = (one: Delivered) => !leftOut && one.told.fault === null;
  for (const [at, one] of files.entries())
    if (!used(one)) await engine.run(`DELETE FROM unreadable WHERE file = ${at}`);
  return files.map((one) => ({ ...one, ...(!used(one) && { staged: 0, rows: 0 }), before: 0 }));
}
