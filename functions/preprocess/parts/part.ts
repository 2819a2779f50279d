import { z } from 'zod';
import { contentSchema } from '../../core/content.ts';
import { partsPrefix } from '../../core/keys.ts';
import { type Children, childrenSchema } from '../../core/manifest.ts';
import { qualitySchema } from '../../core/quality.ts';
import { foundPart } from '../rows/found.ts';
import { blockSchema } from './blocks.ts';

/** What a child works on: an object of the snapshot, or some of its lines or row groups. */
const partSchema = z.object({
  /** From 1, over all objects in the order of delivery. */
  part: z.int().min(1),
  /** The number of its object in the snapshot, from 0. */
  at: z.int().min(0),
  key: z.string(),
  origin: z.string(),
  size: z.int(),
  /** From one to before another: bytes, by the lines that begin there, or row groups. Null for the whole object. */
  cut: z.object({ by: z.enum(['lines', 'groups']), from: z.int(), to: z.int() }).nullable(),
});
export type Part = z.infer<typeof partSchema>;

/** Another thing for a child to do: the SHA-256 of an object that is cut, by its number in the snapshot. */
const hashSchema = z.object({ hash: z.int().min(0), key: z.string(), size: z.int() });
export type HashPart = z.infer<typeof hashSchema>;

export const hashedSchema = contentSchema.extend({ seconds: z.number() });

/** What there is to do once a source is divided. */
export const planSchema = z.array(z.union([partSchema, hashSchema]));

/** What was found in a part, and where its keys lie. */
export const readSchema = foundPart.extend({
  part: z.int(),
  at: z.int(),
  blocks: z.array(blockSchema),
  seconds: z.number(),
});
export type ReadPart = z.infer<typeof readSchema>;

/** What is to be separated: a part, the rows of its file that stand before it, and whether it is used. */
export const numberedSchema = z.object({
  part: z.int(),
  file: z.string(),
  rows: z.int(),
  staged: z.int(),
  before: z.int(),
});
export type NumberedPart = z.infer<typeof numberedSchema>;

/** What is told of each file, and what all children took up to there. */
export const filesSchema = z.object({ files: qualitySchema.shape.files, children: childrenSchema });

/** What came of a part. */
export const separatedSchema = qualitySchema
  .pick({ read: true, clean: true, rejected: true, duplicates: true, rejections: true })
  .extend({ seconds: z.number() });
export type Separated = z.infer<typeof separatedSchema>;

/** A source that is read in parts; the edition tells one division of it from another. */
export interface Divided {
  readonly run: string;
  readonly source: string;
  readonly edition: number;
}

const keyOf = ({ run, source, edition }: Divided, name: string) => `${partsPrefix(run, source)}${edition}/${name}`;
const six = (part: number) => String(part).padStart(6, '0');

/** The list of what there is to do, for a Map. */
export const planKey = (of: Divided) => keyOf(of, 'plan.json');
export const readKey = (of: Divided, part: number) => keyOf(of, `${six(part)}/read.json`);
export const stagedKey = (of: Divided, part: number) => keyOf(of, `${six(part)}/rows.parquet`);
export const unreadableKey = (of: Divided, part: number) => keyOf(of, `${six(part)}/unreadable.parquet`);
export const keysKey = (of: Divided, part: number) => keyOf(of, `${six(part)}/keys`);
export const hashKey = (of: Divided, at: number) => keyOf(of, `hashes/${six(at)}.json`);
/** The list of numbered parts, for a Map. */
export const numberedKey = (of: Divided) => keyOf(of, 'numbered.json');
export const filesKey = (of: Divided) => keyOf(of, 'files.json');
/** Where the keys of a partition lie. */
export const partitionKey = (of: Divided, partition: number) => keyOf(of, `partitions/${six(partition)}.json`);
/** The rows of a partition that have the key of a later one, in a block for each part. */
export const losersKey = (of: Divided, partition: number) => keyOf(of, `losers/${six(partition)}`);
export const settledKey = (of: Divided, partition: number) => keyOf(of, `settled/${six(partition)}.json`);
/** Where those lie, and what it took to find them. */
export const settledSchema = z.object({ blocks: z.array(blockSchema), seconds: z.number() });
export type Settled = z.infer<typeof settledSchema>;
/** Where those of a part lie, in the blocks of all partitions; absent for a part that has none. */
export const losersOfKey = (of: Divided, part: number) => keyOf(of, `${six(part)}/losers.json`);
/** What was counted of a part. */
export const separatedKey = (of: Divided, part: number) => keyOf(of, `${six(part)}/separated.json`);

/** What those children did together that tell in how many seconds. */
export const childrenOf = (all: readonly { readonly seconds: number }[]): Children => ({
  calls: all.length,
  seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
});

export const together = (one: Children, other: Children): Children => ({
  calls: one.calls + other.calls,
  seconds: one.seconds + other.seconds,
});
