import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WithFolder } from '../core/world.ts';
import { configOptional } from './config.ts';

/** Folders on local disk, in the system's temporary folder unless told; each is removed after its work, however that ends. */
export const openFolders =
  (scratch = configOptional('scratch') ?? tmpdir()): WithFolder =>
  async (work) => {
    const folder = await mkdtemp(join(scratch, 'tributary-'));
    try {
      return await work(folder);
    } finally {
      // A file whose reading failed at once may be made only now, while the folder is emptied.
      await rm(folder, { recursive: true, force: true, maxRetries: 9 });
    }
  };
