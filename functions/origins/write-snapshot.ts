import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { tally } from '../core/content.ts';
import { TributaryError } from '../core/errors.ts';
import { rawKey } from '../core/keys.ts';
import type { Snapshot } from '../core/manifest.ts';
import type { ConnectorWorld, Extraction } from './connector.ts';
import type { Pulled } from './pulled.ts';

/** Lines of JSON, each with its line end; a chunk may hold any part of them. */
export type Lines = AsyncIterable<string | Uint8Array>;

/** Said every so many bytes of a snapshot. */
const progressBytes = 64 * 1024 ** 2;

/**
 * Writes lines of JSON as a snapshot of one file, or of one file for each of several parts that are read at the same
 * time: to local disk first, so that nothing half is ever uploaded. The ETag is the digest of the bytes. Throws
 * InputTooLarge where the disk is full.
 */
export async function writeSnapshot(
  { source, prefix, origin: { kind } }: Pick<Extraction<Pick<Pulled, 'kind'>>, 'source' | 'prefix' | 'origin'>,
  lines: Lines | readonly Lines[],
  { bucket, withFolder, log }: ConnectorWorld,
): Promise<Snapshot['objects']> {
  let [bytes, told] = [0, 0];
  const progress = (more: number) => {
    bytes += more;
    if (bytes - told < progressBytes) return;
    told = bytes;
    log.info('Extracting', { source, bytes });
  };
  return withFolder(async (folder) => {
    const parts = isOne(lines) ? [lines] : lines;
    const named = (at: number) => join(folder, `${at}.ndjson`);
    const written = await writeAll(parts, { named, progress }).catch((error: unknown) => {
      throw isFull(error) ? tooLarge(source, bytes, error) : error;
    });
    const objects = written.map((file, at) => ({
      key: rawKey(prefix, at, `${kind}.ndjson`),
      origin: parts.length === 1 ? `${kind}.ndjson` : `${kind}-${at + 1}.ndjson`,
      ...file,
    }));
    for (const [at, { key }] of objects.entries()) await bucket.upload(named(at), key, 'application/x-ndjson');
    return objects;
  });
}

const isOne = (lines: Lines | readonly Lines[]): lines is Lines => Symbol.asyncIterator in lines;

const isFull = (error: unknown) => z.object({ code: z.literal('ENOSPC') }).safeParse(error).success;

const tooLarge = (source: string, bytes: number, cause: unknown) =>
  new TributaryError(
    'InputTooLarge',
    `${source}: after ${bytes} bytes the local disk is full. Ask for less a batch, or raise ephemeralStorageSize in ` +
      'functions/ingest/function.yml.',
    { cause },
  );

interface Disk {
  readonly named: (part: number) => string;
  readonly progress: (bytes: number) => void;
}

/** The first failure ends the other parts too, and is thrown when they have ended. */
async function writeAll(parts: readonly Lines[], { named, progress }: Disk) {
  const stop = new AbortController();
  const writing = parts.map(async (lines, at) => {
    const { hear, content } = tally();
    const counter = new Transform({
      transform(chunk: Buffer, _, done) {
        hear(chunk);
        progress(chunk.length);
        done(null, chunk);
      },
    });
    await pipeline(lines, counter, createWriteStream(named(at)), { signal: stop.signal });
    const { bytes: size, sha256 } = content();
    return { size, etag: `"${sha256}"` };
  });
  try {
    return await Promise.all(writing);
  } catch (error) {
    stop.abort();
    await Promise.allSettled(writing);
    throw error;
  }
}
