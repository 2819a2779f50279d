import { cleanKey, duplicatesKey, qualityKey, rejectedKey } from '../core/keys.ts';
import type { Quality } from '../core/quality.ts';
import { readManifest } from '../core/stored.ts';
import type { Bucket, Log } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { judge } from '../publishing/gate.ts';
import type { Outputs } from './rows/split.ts';
import { readSnapshot } from './snapshot.ts';

/** What the state machine is told; read = clean + rejected + duplicates. */
export type Preprocessed = Pick<
  Quality,
  'source' | 'read' | 'clean' | 'rejected' | 'duplicates' | 'withinLimits' | 'holds'
>;

export type Counted = Omit<Quality, 'withinLimits' | 'holds' | 'problems'>;

export const parquet = 'application/vnd.apache.parquet';
export const csvType = 'text/csv; charset=utf-8';

interface Part {
  readonly run: string;
  readonly source: string;
  readonly part: number;
}

/** Uploads the clean, rejected and duplicate rows of a part. */
export async function uploadRows(
  { clean, rejected, duplicates }: Outputs,
  { run, source, part }: Part,
  bucket: Pick<Bucket, 'upload'>,
): Promise<void> {
  await bucket.upload(clean, cleanKey(run, source, part), parquet);
  await bucket.upload(rejected, rejectedKey(run, source, part), parquet);
  await bucket.upload(duplicates, duplicatesKey(run, source, part), parquet);
}

interface Told {
  readonly told: Counted;
  readonly source: Pipeline['sources'][number];
}

/** Judges what was counted of a source, and writes it. */
export async function concluded(
  run: string,
  { told, source }: Told,
  { bucket, log }: { readonly bucket: Bucket; readonly log: Log },
): Promise<Preprocessed> {
  const { name } = source;
  const { waiver } = await readManifest(run, bucket);
  const { warnings } = await readSnapshot(run, name, bucket);
  const judged = judge(told, source, waiver?.sources.includes(name) ?? false);
  const quality: Quality = { ...told, ...judged, ...(warnings && { warnings }) };
  await bucket.write(qualityKey(run, name), JSON.stringify(quality), { contentType: 'application/json' });
  const { read, clean, rejected, duplicates, withinLimits, holds } = quality;
  log.info('Rows were checked', { read, clean, rejected, duplicates, withinLimits, holds });
  return { source: name, read, clean, rejected, duplicates, withinLimits, holds };
}
