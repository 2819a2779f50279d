import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Snapshot, sourceInput } from '../../core/manifest.ts';
import type { WithFolder } from '../../core/world.ts';
import { sourceOf } from '../../definition/define-pipeline.ts';
import type { Source } from '../../definition/define-source.ts';
import { FileFault } from '../fault.ts';
import { separatorOf } from '../formats/csv.ts';
import { formatOf } from '../formats/formats.ts';
import { formOf } from '../formats/json-rows.ts';
import { partsOf } from '../formats/parquet-groups.ts';
import type { PreprocessWorld } from '../preprocess.ts';
import { readSnapshot } from '../snapshot.ts';
import { noText, startBytes, startOf } from '../text/survey.ts';
import { mostHashedBytes } from './hash.ts';
import { headerEnd } from './lines.ts';
import { type HashPart, type Part, planKey } from './part.ts';
import { inJson } from './world.ts';

export const divideInput = sourceInput.extend({
  edition: z.int().min(1),
  /** The numbers of objects that are not to be cut. */
  whole: z.array(z.int()),
  /** About so many bytes of an object are a part. */
  partBytes: z.int().min(1),
});

export interface DivideWorld extends Pick<PreprocessWorld, 'bucket' | 'pipeline'> {
  readonly withFolder: WithFolder;
}

/** A source that was cut into parts; what there is to do lies under the key `plan`. */
export interface Cuts {
  readonly edition: number;
  readonly parts: number;
  /** So many partitions its keys fall into: none for rows without a key. */
  readonly partitions: number;
  readonly plan: string;
}

/** A partition's keys lie in the memory of one function. */
const mostPartitions = 1000;

/**
 * Cuts the objects of a snapshot into parts of about `partBytes`, and writes what there is to do; what cannot be cut is a
 * part of its own. Throws SnapshotMissing.
 */
export async function divide(
  { run, source: name, edition, whole, partBytes }: z.infer<typeof divideInput>,
  { bucket, pipeline, withFolder }: DivideWorld,
): Promise<Cuts> {
  const source = sourceOf(name, pipeline);
  const snapshot = await readSnapshot(run, name, bucket);
  const parts: Part[] = [];
  const hashes: HashPart[] = [];
  await withFolder(async (directory) => {
    for (const [at, object] of snapshot.objects.entries()) {
      const cuts = whole.includes(at) ? [null] : await cutsOf(object, source, { bucket, partBytes, directory });
      const { key, origin, size } = object;
      if (cuts.length > 1 && size <= mostHashedBytes) hashes.push({ hash: at, key, size });
      for (const cut of cuts) parts.push({ part: parts.length + 1, at, key, origin, size, cut });
    }
  });
  const plan = planKey({ run, source: name, edition });
  await bucket.write(plan, JSON.stringify([...hashes, ...parts]), inJson);
  const bytes = snapshot.objects.reduce((sum, { size }) => sum + size, 0);
  const partitions = source.contract.key.length === 0 ? 0 : Math.ceil(Math.max(bytes, 1) / partBytes);
  return { edition, parts: parts.length, partitions: Math.min(partitions, mostPartitions), plan };
}

type Cut = Part['cut'];
type Stored = Snapshot['objects'][number];

interface Cutting extends Pick<DivideWorld, 'bucket'> {
  readonly partBytes: number;
  readonly directory: string;
}

/** How an object is cut; what is wrong with it is told by who reads it. */
async function cutsOf(object: Stored, source: Source, cutting: Cutting): Promise<Cut[]> {
  if (object.size <= cutting.partBytes) return [null];
  try {
    const { name, gzip } = formatOf(object.origin);
    if (gzip) return [null];
    return name === 'parquet'
      ? await byGroups(object, cutting)
      : await byLines(object, { source, format: name }, cutting);
  } catch (error) {
    if (error instanceof FileFault) return [null];
    throw error;
  }
}

async function byGroups({ key, size }: Stored, { bucket, partBytes, directory }: Cutting): Promise<Cut[]> {
  const parts = await partsOf({ key, size }, partBytes, { bucket, path: join(directory, 'footer') });
  return parts ? parts.map(({ from, to }) => ({ by: 'groups', from, to })) : [null];
}

interface Written {
  readonly source: Source;
  readonly format: string;
}

async function byLines(
  { key, size }: Stored,
  written: Written,
  { bucket, partBytes, directory }: Cutting,
): Promise<Cut[]> {
  const path = join(directory, 'start');
  await bucket.downloadPart({ key, from: 0, to: startBytes }, path);
  const isCuttable = hasLines(await readFile(path), written);
  await rm(path);
  if (!isCuttable) return [null];
  const count = Math.ceil(size / partBytes);
  const place = (nth: number) => Math.floor((size * nth) / count);
  return Array.from({ length: count }, (_, nth) => ({ by: 'lines', from: place(nth), to: place(nth + 1) }));
}

/** Whether a line of the file is a row wherever it stands. */
function hasLines(bytes: Buffer, { source, format }: Written): boolean {
  if (noText(bytes)) return false;
  if (format === 'csv') return headerEnd(bytes, separatorOf(source)) !== undefined;
  const { form, whole } = formOf(startOf(bytes));
  return form === 'lines' && (format === 'ndjson' || whole);
}
