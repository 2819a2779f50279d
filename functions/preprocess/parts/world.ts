import type { z } from 'zod';
import { TributaryError } from '../../core/errors.ts';
import { readStored } from '../../core/stored.ts';
import type { Bucket, Clock } from '../../core/world.ts';
import type { PreprocessWorld } from '../preprocess.ts';

export const inJson = { contentType: 'application/json' };

export interface PartsWorld extends PreprocessWorld {
  readonly now: Clock;
}

/** What a child took up to now, of which its dollars are made. */
export function stopwatch({ now }: Pick<PartsWorld, 'now'>): () => number {
  const began = now().getTime();
  return () => (now().getTime() - began) / 1000;
}

/** What a state before has written; throws SnapshotMissing where it has not. */
export async function readPart<Schema extends z.ZodType>(
  schema: Schema,
  key: string,
  bucket: Pick<Bucket, 'read'>,
): Promise<z.output<Schema>> {
  const found = await readStored(schema, key, bucket);
  if (found !== undefined) return found;
  throw new TributaryError(
    'SnapshotMissing',
    `${key} is not in the bucket: a state before writes it, so redrive the execution.`,
  );
}
