import { z } from 'zod';
import { childFailureKey } from './keys.ts';
import { readStored } from './stored.ts';
import type { Bucket } from './world.ts';

/** What children of an execution do. */
export const childSteps: ReadonlySet<string | undefined> = new Set(['read', 'settle', 'separate']);

/** How an execution ends whose child failed for good; it tells nothing of the child. */
export const ofChild = 'States.ExceedToleratedFailureThreshold';

/** Why a child failed that worked on a part of a source: the last one of a run, tried again or not. */
const childFailureSchema = z.object({ source: z.string(), error: z.string(), reason: z.string() });
type ChildFailure = z.infer<typeof childFailureSchema>;

export const writeChildFailure = (run: string, failure: ChildFailure, bucket: Pick<Bucket, 'write'>) =>
  bucket.write(childFailureKey(run), JSON.stringify(failure), { contentType: 'application/json' });

/** What the child has told in the place of an end that tells nothing; undefined for any other, and where it told nothing. */
export async function readChildFailure(
  run: string,
  error: string | undefined,
  bucket: Pick<Bucket, 'read'>,
): Promise<ChildFailure | undefined> {
  return error === ofChild ? readStored(childFailureSchema, childFailureKey(run), bucket) : undefined;
}
