import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { Hear } from '../../core/world.ts';
import { FileFault, tooMuch } from '../fault.ts';

export interface Unpacking {
  readonly most: number;
  readonly hear?: Hear;
}

/** Node's own pieces of 16 KB take twice as long. */
const pieceBytes = 1 << 20;

const gzipSignature = Buffer.from([0x1f, 0x8b]);
const packedTwice = new FileFault('is packed by gzip twice. Upload it packed once');

/** What zlib says of bytes that it cannot take. */
export const zlibError = z.looseObject({ code: z.string().startsWith('Z_'), message: z.string() });

/**
 * Unpacks a whole gzip file and verifies it to its last byte, checksum and length included; throws FileFault where it
 * was cut (at the end of a row too), is damaged, goes on behind its end, or has more than `most` bytes in it.
 */
export async function gunzip(from: string, to: string, { most, hear }: Unpacking): Promise<void> {
  const stream = createGunzip({ chunkSize: pieceBytes });
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes === 0 && chunk.indexOf(gzipSignature) === 0) stream.destroy(packedTwice);
    bytes += chunk.length;
    hear?.(chunk);
    if (bytes > most) stream.destroy(tooMuch);
  });
  try {
    await pipeline(createReadStream(from), stream, createWriteStream(to));
  } catch (error) {
    const { data } = zlibError.safeParse(error);
    if (!data) throw error;
    throw new FileFault(
      data.code === 'Z_BUF_ERROR'
        ? 'is cut off: its gzip stream ends too early. Upload it again, whole'
        : `is no sound gzip file (${data.message}). Upload it again, or name it without .gz`,
    );
  }
  const { size } = await stat(from);
  if (stream.bytesWritten === size) return;
  throw new FileFault(
    `has ${size - stream.bytesWritten} bytes behind the end of its gzip stream. Upload it again, whole`,
  );
}
