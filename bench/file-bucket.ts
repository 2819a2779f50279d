import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { InputObject } from '../functions/core/manifest.ts';
import type { Bucket, Log } from '../functions/core/world.ts';
import { listen } from '../functions/platform/content.ts';
import { intoFile } from '../functions/platform/into-file.ts';

/** Hears nothing. */
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A bucket in a folder. Large files come and go as hard links, so that no time is measured but the work's own. */
export function fileBucket(folder: string): Bucket {
  const pathOf = (key: string) => join(folder, key);
  const head = async (key: string): Promise<InputObject | undefined> => {
    const found = await orUndefined(stat(pathOf(key)));
    if (!found?.isFile()) return undefined;
    const lastModified = found.mtime.toISOString();
    return { key, size: found.size, etag: `"${found.size}-${found.mtimeMs}"`, lastModified };
  };
  return {
    head,
    async list(prefix) {
      const entries = (await orUndefined(readdir(folder, { recursive: true, withFileTypes: true }))) ?? [];
      const keys = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
      const objects = await Promise.all(keys.filter((key) => key.startsWith(prefix)).map(head));
      return objects.filter((object) => object !== undefined);
    },
    async read(key) {
      const object = await head(key);
      return object && { text: await readFile(pathOf(key), 'utf8'), etag: object.etag };
    },
    async write(key, body, { ifAbsent, ifMatch }) {
      const object = await head(key);
      if ((ifAbsent && object) || (ifMatch && object?.etag !== ifMatch)) return false;
      await mkdir(dirname(pathOf(key)), { recursive: true });
      await writeFile(pathOf(key), body);
      return true;
    },
    copy: ({ key }, to) => place(pathOf(key), pathOf(to)),
    download: async (key, path, hear) => {
      await place(pathOf(key), path);
      if (hear) await listen(path, hear);
    },
    downloadPart: async ({ key, from, to }, path, { at = 0, hear } = {}) =>
      to > from ? intoFile(createReadStream(pathOf(key), { start: from, end: to - 1 }), { path, at, hear }) : 0,
    upload: async (path, key, _, hear) => {
      await place(path, pathOf(key));
      if (hear) await listen(path, hear);
    },
  };
}

/** Links the file, or copies it where a link cannot be made, as between two disks. */
export async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { force: true });
  await link(from, to).catch(() => copyFile(from, to));
}

const orUndefined = <T>(found: Promise<T>): Promise<T | undefined> => found.catch(() => undefined);
