import { z } from 'zod';
import { type Children, sourceInput } from '../../core/manifest.ts';
import { inParallel } from '../../core/parallel.ts';
import type { Quality } from '../../core/quality.ts';
import type { Bucket } from '../../core/world.ts';
import { sourceOf } from '../../definition/define-pipeline.ts';
import type { Source } from '../../definition/define-source.ts';
import type { PreprocessWorld } from '../preprocess.ts';
import { fileOf, isLeftOut } from '../rows/found.ts';
import { readSnapshot } from '../snapshot.ts';
import { placesIn } from './blocks.ts';
import { mostHashedBytes } from './hash.ts';
import {
  childrenOf,
  type Divided,
  filesKey,
  filesSchema,
  hashedSchema,
  hashKey,
  keysKey,
  type NumberedPart,
  numberedKey,
  partitionKey,
  type ReadPart,
  readKey,
  readSchema,
  together,
} from './part.ts';
import { inJson, readPart } from './world.ts';

export const numberInput = sourceInput.extend({ edition: z.int(), parts: z.int() });

interface Numbered {
  readonly edition: number;
  /** The numbers of objects to be read whole, in that edition, before anything else is done. */
  readonly whole: readonly number[];
  /** Those that keys fall into. */
  readonly partitions: readonly number[];
  /** The key of the list of numbered parts; absent where some are to be read whole. */
  readonly numbered?: string;
}

/**
 * Numbers the rows of all parts through, and writes what is to be done with each; an object whose parts cannot be read is
 * to be read whole, in another edition, where one function can hold it.
 */
export async function number(
  { parts, ...of }: z.infer<typeof numberInput>,
  { bucket, pipeline }: PreprocessWorld,
): Promise<Numbered> {
  const source = sourceOf(of.source, pipeline);
  const { objects } = await readSnapshot(of.run, of.source, bucket);
  const all = Array.from({ length: parts }, (_, at) => at + 1);
  const read = await inParallel(32, all, (part) => readPart(readSchema, readKey(of, part), bucket));
  const files = objects.map((_, at) => read.filter((part) => part.at === at));
  const whole = files.flatMap((own, at) => (isToBeRead(own, objects[at]?.size ?? 0, pipeline) ? [at] : []));
  const hashes = await inParallel(8, files, (own, at) => hashOf(own, objects[at]?.size ?? 0, { of, at, bucket }));
  const own = childrenOf([...read, ...hashes.flatMap((one) => one ?? [])]);
  const children = together(await childrenBefore(of, bucket), own);
  const tell = (told: readonly File[]) => bucket.write(filesKey(of), JSON.stringify({ files: told, children }), inJson);
  if (whole.length > 0) {
    await tell([]);
    return { edition: of.edition + 1, whole, partitions: [] };
  }
  const told = files.flatMap(([first, ...more], at) =>
    first ? [fileOf([{ ...first, ...sha256Of(hashes[at]) }, ...more], source)] : [],
  );
  const used = isUsed(told, source);
  const numbered = numberedKey(of);
  await tell(told);
  await bucket.write(numbered, JSON.stringify(files.flatMap((own, at) => numberedIn(own, used(told[at])))), inJson);
  const good = read.filter(({ at }) => used(told[at]));
  const keyed = good.map(({ part, blocks }) => ({ key: keysKey(of, part), blocks }));
  const places = [...placesIn(keyed)].sort(([one], [other]) => one - other);
  await inParallel(32, places, ([partition, own]) =>
    bucket.write(partitionKey(of, partition), JSON.stringify(own), inJson),
  );
  return { edition: of.edition, whole: [], partitions: places.map(([partition]) => partition), numbered };
}

/** What children of the editions before did, in vain. */
async function childrenBefore(of: Divided, bucket: Pick<Bucket, 'read'>): Promise<Children> {
  if (of.edition === 1) return { calls: 0, seconds: 0 };
  return (await readPart(filesSchema, filesKey({ ...of, edition: of.edition - 1 }), bucket)).children;
}

/** What is wrong with a part may be the cut, as one between quotes. */
const isToBeRead = (
  parts: readonly ReadPart[],
  size: number,
  { maxSourceBytes }: { readonly maxSourceBytes: number },
) => parts.length > 1 && size <= maxSourceBytes && parts.some(({ fault }) => fault !== null);

/** Of an object that was cut; the part that is all of an object knows its own. */
async function hashOf(
  parts: readonly ReadPart[],
  size: number,
  { of, at, bucket }: { readonly of: Divided; readonly at: number; readonly bucket: Pick<Bucket, 'read'> },
): Promise<z.infer<typeof hashedSchema> | undefined> {
  if (parts.length <= 1 || size > mostHashedBytes) return undefined;
  return readPart(hashedSchema, hashKey(of, at), bucket);
}

const sha256Of = (hashed: { readonly sha256: string } | undefined) => hashed && { sha256: hashed.sha256 };

type File = Quality['files'][number];

const isUsed = (files: File[], source: Source) => {
  const leftOut = isLeftOut(files, source);
  return (file: File | undefined) => !leftOut && file?.fault === null;
};

function numberedIn(parts: readonly ReadPart[], used: boolean): NumberedPart[] {
  let before = 0;
  return parts.map(({ part, file, rows, staged }) => {
    const numbered = { part, file, before, ...(used ? { rows, staged } : { rows: 0, staged: 0 }) };
    before += rows;
    return numbered;
  });
}
