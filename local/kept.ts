import { copyFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputObject } from '../functions/core/manifest.ts';
import type { Bucket } from '../functions/core/world.ts';
import { listen } from '../functions/platform/content.ts';
import { readIndex, type Stored } from './store.ts';

/** The bucket that `npm start` keeps in the folder, to look at, without a server; empty where there is none. */
export function openKept(directory: string): Pick<Bucket, 'list' | 'head' | 'read' | 'download'> {
  const index = () => readIndex(join(directory, 'bucket.json'));
  const find = async (key: string) => (await index()).find((object) => object.key === key);
  const pathOf = ({ sha256 }: Stored) => join(directory, 'objects', sha256);
  const describe = async (stored: Stored): Promise<InputObject> => {
    const { key, etag, lastModified } = stored;
    return { key, etag, lastModified, size: (await stat(pathOf(stored))).size };
  };
  return {
    list: async (prefix) => Promise.all((await index()).filter(({ key }) => key.startsWith(prefix)).map(describe)),
    head: async (key) => {
      const object = await find(key);
      return object && describe(object);
    },
    read: async (key) => {
      const object = await find(key);
      return object && { text: await readFile(pathOf(object), 'utf8'), etag: object.etag };
    },
    download: async (key, path, hear) => {
      const object = await find(key);
      if (!object) throw new Error(`${key} is not in the bucket that is kept in ${directory}.`);
      await copyFile(pathOf(object), path);
      if (hear) await listen(path, hear);
    },
  };
}
