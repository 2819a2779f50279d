import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from './bucket.ts';

/** Where a task works. */
export interface Place {
  readonly folder: string;
  /** The upload, in the folder. */
  readonly file: string;
}

/** Takes what the command line says, and tells in one line what it has done. */
export type Work = (place: Place, options: unknown) => Promise<string>;

interface Upload {
  readonly from: string;
  /** Of the upload that the execution began with: it must not work on another half way. */
  readonly etag: string;
}

/** Does the work with the upload in a folder that is gone afterwards. */
export async function inFolder(upload: Upload, work: (place: Place) => Promise<string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'transcode-'));
  try {
    const file = join(folder, 'upload');
    await download(upload, file);
    return await work({ folder, file });
  } finally {
    await rm(folder, { recursive: true });
  }
}
