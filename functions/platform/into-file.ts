import { constants, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Hear } from '../core/world.ts';

interface Place {
  readonly path: string;
  readonly at: number;
  readonly hear?: Hear | undefined;
  readonly stop?: AbortSignal | undefined;
}

/** Writes a stream into a file, which is made where there is none, and leaves its other bytes alone; how many it wrote. */
export async function intoFile(bytes: Readable, { path, at, hear, stop }: Place): Promise<number> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT);
  const writer = file.createWriteStream({ start: at });
  if (hear) bytes.on('data', hear);
  await pipeline(bytes, writer, { signal: stop });
  return writer.bytesWritten;
}
