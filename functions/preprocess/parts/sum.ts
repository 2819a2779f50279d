import { join } from 'node:path';
import { z } from 'zod';
import { uploaded } from '../../core/content.ts';
import { rejectedCsvKey, rejectedKey } from '../../core/keys.ts';
import { type Children, sourceInput } from '../../core/manifest.ts';
import { inParallel } from '../../core/parallel.ts';
import type { Quality } from '../../core/quality.ts';
import type { Bucket, Engine } from '../../core/world.ts';
import { sourceOf } from '../../definition/define-pipeline.ts';
import { type Counted, concluded, csvType, type Preprocessed } from '../conclude.ts';
import type { PreprocessWorld } from '../preprocess.ts';
import { checkSum } from '../rows/count.ts';
import { isLeftOut } from '../rows/found.ts';
import { writeRejected } from '../rows/reasons.ts';
import {
  childrenOf,
  filesKey,
  filesSchema,
  type Separated,
  separatedKey,
  separatedSchema,
  settledKey,
  settledSchema,
  together,
} from './part.ts';
import { readPart } from './world.ts';

export const sumInput = sourceInput.extend({ edition: z.int(), parts: z.int(), partitions: z.array(z.int()) });

/** Adds up what came of all parts, and judges the source as preprocess does. Throws RowsLost. */
export async function sum(
  { parts, partitions, ...of }: z.infer<typeof sumInput>,
  world: PreprocessWorld,
): Promise<Preprocessed & { readonly children: Children }> {
  const { bucket, pipeline, withEngine } = world;
  const source = sourceOf(of.source, pipeline);
  const { files, children: before } = await readPart(filesSchema, filesKey(of), bucket);
  const all = Array.from({ length: parts }, (_, at) => at + 1);
  const separated = await inParallel(32, all, (part) => readPart(separatedSchema, separatedKey(of, part), bucket));
  const settled = await inParallel(32, partitions, (one) => readPart(settledSchema, settledKey(of, one), bucket));
  const children = together(before, childrenOf([...separated, ...settled]));
  const counts = checkSum(separated.reduce(added, none));
  const leftOut = isLeftOut(files, source);
  const rejections = mergedRejections(separated);
  const told: Counted = { source: of.source, files, parts, ...counts, rejections, leftOut };
  if (counts.rejected === 0) return { ...(await concluded(of.run, { told, source }, world)), children };
  const having = all.filter((_, at) => (separated[at]?.rejected ?? 0) > 0);
  const rejectedFile = await withEngine(async (engine) => {
    const path = await rejectedCsv({ ...of, parts: having, rows: counts.rejected }, { bucket, engine });
    return uploaded(path, { key: rejectedCsvKey(of.run, of.source), contentType: csvType }, bucket);
  });
  return { ...(await concluded(of.run, { told: { ...told, rejectedFile }, source }, world)), children };
}

const none: Counts = { read: 0, clean: 0, rejected: 0, duplicates: 0 };

type Counts = Omit<Separated, 'rejections' | 'seconds'>;

const added = (sum: Counts, one: Counts): Counts => ({
  read: sum.read + one.read,
  clean: sum.clean + one.clean,
  rejected: sum.rejected + one.rejected,
  duplicates: sum.duplicates + one.duplicates,
});

type Rejection = Quality['rejections'][number];

const shownExamples = 5;

/** The most frequent reason first, each with its first rows, as in one part. */
function mergedRejections(parts: readonly Separated[]): Rejection[] {
  const merged = new Map<string, Rejection>();
  for (const one of parts.flatMap(({ rejections }) => rejections)) {
    const key = JSON.stringify([one.column, one.reason]);
    const { rows = 0, examples = [] } = merged.get(key) ?? {};
    merged.set(key, {
      ...one,
      rows: rows + one.rows,
      examples: [...examples, ...one.examples].slice(0, shownExamples),
    });
  }
  return [...merged.values()].sort(
    (a, b) => b.rows - a.rows || inBytes(a.column ?? '', b.column ?? '') || inBytes(a.reason, b.reason),
  );
}

const inBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

interface RejectedParts {
  readonly run: string;
  readonly source: string;
  readonly parts: readonly number[];
  readonly rows: number;
}

async function rejectedCsv(
  { run, source, parts, rows }: RejectedParts,
  { bucket, engine }: { readonly bucket: Bucket; readonly engine: Engine },
): Promise<string> {
  const paths = await inParallel(8, parts, async (part) => {
    const path = join(engine.directory, `rejected-${part}.parquet`);
    await bucket.download(rejectedKey(run, source, part), path);
    return path;
  });
  const csv = join(engine.directory, 'rejected.csv');
  await writeRejected(paths, { path: csv, rows }, engine);
  return csv;
}
