import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Content } from '../core/content.ts';

/** A stream that lets bytes pass, and tells afterwards what they were; `progress` hears of each part as it passes. */
export function counting(progress: (bytes: number) => void = () => undefined): {
  readonly counter: Transform;
  readonly content: () => Content;
} {
  const hash = createHash('sha256');
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      progress(chunk.length);
      done(null, chunk);
    },
  });
  return { counter, content: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** What a file holds. */
export async function contentOf(path: string): Promise<Content> {
  const { counter, content } = counting();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(createReadStream(path), counter, nowhere);
  return content();
}
