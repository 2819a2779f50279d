import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import type { Content } from '../core/content.ts';
import type { Hear } from '../core/world.ts';

const nobody: Hear = () => undefined;

/** A stream that lets bytes pass, and tells afterwards what they were. */
export function counting(hear: Hear = nobody): {
  readonly counter: Transform;
  readonly content: () => Content;
} {
  const hash = createHash('sha256');
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      hear(chunk);
      done(null, chunk);
    },
  });
  return { counter, content: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** Read at a time: larger parts than those of a stream take two thirds of the time. */
const chunkBytes = 1 << 20;

/** What a file holds. */
export async function contentOf(path: string, hear: Hear = nobody): Promise<Content> {
  const hash = createHash('sha256');
  let bytes = 0;
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: chunkBytes });
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    hear(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}
