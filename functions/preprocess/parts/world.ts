import type { z } from 'zod';
import { TributaryError } from '../../core/errors.ts';
import { readStored } from '../../core/stored.ts';
import type { Bucket } from '../../core/world.ts';

export const inJson = { contentType: 'application/json' };

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
