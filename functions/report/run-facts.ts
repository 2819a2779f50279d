import type { z } from 'zod';
import type { Content } from '../core/content.ts';
import { TributaryError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { documentKey, qualityKey, snapshotKey, tableKey, tablesKey } from '../core/keys.ts';
import { type Manifest, type Snapshot, snapshotSchema } from '../core/manifest.ts';
import { inParallel } from '../core/parallel.ts';
import { aggregatedSchema, type Join, type Quality, qualitySchema, type Table, tableSchema } from '../core/quality.ts';
import { readManifest, readStored } from '../core/stored.ts';
import type { Bucket, Log } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { type Previous, previousSchema } from './previous.ts';

/** All that the steps before left behind for the report. */
export interface RunFacts {
  readonly manifest: Manifest;
  /** The gate holds it: nothing is published, and there are no tables. */
  readonly held: boolean;
  readonly sources: readonly {
    readonly quality: Quality;
    readonly snapshot: Snapshot | undefined;
    /** When the snapshot was complete. */
    readonly snapshotAt: string | undefined;
  }[];
  readonly tables: readonly Table[];
  readonly joins: readonly Join[];
  /** What the files of the tables hold. */
  readonly files: z.infer<typeof aggregatedSchema>['files'];
  /** What the workbook holds. */
  readonly workbook: Content | undefined;
  /** By each query of Athena; undefined where one function made the tables. */
  readonly scannedBytes: readonly number[] | undefined;
  /** The report compared with; undefined where there is none, or none that can be read. */
  readonly previous: Previous | undefined;
}

export interface FactsWorld {
  readonly bucket: Bucket;
  readonly pipeline: Pipeline;
  readonly log: Log;
}

/** Reads what the run has come to; throws ManifestMissing, SnapshotMissing or TableFailed where a step left nothing. */
export async function readFacts(
  { run, held }: { readonly run: string; readonly held: boolean },
  world: FactsWorld,
): Promise<RunFacts> {
  const { bucket, pipeline } = world;
  const manifest = await readManifest(run, bucket);
  const sources = await inParallel(8, manifest.sources, async ({ name }) => ({
    quality: await readQuality(run, name, world),
    snapshot: await readStored(snapshotSchema, snapshotKey(run, name), bucket),
    snapshotAt: (await bucket.head(snapshotKey(run, name)))?.lastModified,
  }));
  if (held) return { manifest, held, sources, ...nothing };
  const found = await readStored(aggregatedSchema, tablesKey(run), bucket);
  if (!found) throw missing('TableFailed', tablesKey(run), 'aggregate');
  const tables = await inParallel(8, pipeline.report.tables, async ({ name }) => {
    const table = await readStored(tableSchema, tableKey(run, name, 'json'), bucket);
    if (!table) throw missing('TableFailed', tableKey(run, name, 'json'), 'aggregate');
    return table;
  });
  const { joins, files, workbook, scannedBytes } = found;
  const previous = await readPrevious(manifest, world);
  return { manifest, held, sources, tables, joins, files, workbook, scannedBytes, previous };
}

/** What aggregate leaves of a run that is held. */
const nothing = { tables: [], joins: [], files: [], workbook: undefined, scannedBytes: undefined, previous: undefined };

async function readQuality(run: string, name: string, { bucket }: FactsWorld): Promise<Quality> {
  const quality = await readStored(qualitySchema, qualityKey(run, name), bucket);
  if (!quality) throw missing('SnapshotMissing', qualityKey(run, name), 'preprocess');
  return quality;
}

async function readPrevious({ comparedWith }: Manifest, { bucket, log }: FactsWorld): Promise<RunFacts['previous']> {
  if (!comparedWith) return undefined;
  const key = documentKey(comparedWith.batch, comparedWith.run);
  const object = await bucket.read(key);
  const previous = jsonText(previousSchema).safeParse(object?.text);
  if (!previous.success) {
    log.warn('A report is compared with none', { key, reason: object ? previous.error.message : 'It is not there.' });
  }
  return previous.data;
}

const missing = (name: 'TableFailed' | 'SnapshotMissing', key: string, step: string) =>
  new TributaryError(
    name,
    `${key} is not in the bucket: ${step} has not finished. Start the run again with an attempt.`,
  );
