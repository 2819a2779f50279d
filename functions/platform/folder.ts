import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WithFolder } from '../core/world.ts';
import { configOptional } from './config.ts';

// A file whose reading failed at once may be made only now, while the folder is emptied.
const emptied = { recursive: true, force: true, maxRetries: 9 };

/**
 * Folders on local disk, in the system's temporary folder unless told; each is removed after its work, however that ends,
 * and where the process ends before.
 */
export const openFolders =
  (scratch = configOptional('scratch') ?? tmpdir()): WithFolder =>
  async (work) => {
    const folder = open(mkdtempSync(join(scratch, 'tributary-')));
    try {
      return await work(folder);
    } finally {
      await rm(folder, emptied);
      close(folder);
    }
  };

const openNow = new Set<string>();
const removeAll = () => {
  for (const folder of openNow) rmSync(folder, emptied);
};

function open(folder: string): string {
  if (openNow.size === 0) process.once('exit', removeAll);
  openNow.add(folder);
  return folder;
}

function close(folder: string): void {
  openNow.delete(folder);
  if (openNow.size === 0) process.off('exit', removeAll);
}
