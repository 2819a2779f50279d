import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Bucket, Hear } from './world.ts';

/** The bytes of a file: how many there are, and their SHA-256 in small hexadecimal letters. */
export const contentSchema = z.object({ bytes: z.int(), sha256: z.string() });
export type Content = z.infer<typeof contentSchema>;

/** Hears bytes, and tells afterwards what they were. */
export function tally(): { readonly hear: Hear; readonly content: () => Content } {
  const hash = createHash('sha256');
  let bytes = 0;
  const hear: Hear = (chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
  };
  return { hear, content: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** Uploads a file, and tells what it holds. */
export async function uploaded(
  path: string,
  { key, contentType }: { readonly key: string; readonly contentType: string },
  bucket: Pick<Bucket, 'upload'>,
): Promise<Content> {
  const { hear, content } = tally();
  await bucket.upload(path, key, contentType, hear);
  return content();
}
