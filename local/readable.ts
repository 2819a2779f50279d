import { constants } from 'node:fs';
import { copyFile, link, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** An object that is kept: its key, and the name of the file with its content. */
interface Kept {
  readonly key: string;
  readonly sha256: string;
}

interface Folders {
  /** Of the contents, each under its SHA-256. */
  readonly contents: string;
  /** Where the objects lie under their keys. */
  readonly tree: string;
}

/**
 * Shows kept objects as files under their keys, so that any tool can open them: links to the contents, which take no
 * room. What no path can say, or lies where another object has its folder, is kept all the same and not shown.
 */
export function readable({ contents, tree }: Folders) {
  let shown: ReadonlyMap<string, string> | undefined;
  return async (objects: readonly Kept[]): Promise<void> => {
    if (!shown) await rm(tree, { recursive: true, force: true });
    const wanted = new Map(objects.filter(({ key }) => isPath(key)).map(({ key, sha256 }) => [key, sha256]));
    for (const [key, sha256] of shown ?? []) if (wanted.get(key) !== sha256) await rm(join(tree, key), { force: true });
    for (const [key, sha256] of wanted) {
      if (shown?.get(key) !== sha256) await show(join(contents, sha256), join(tree, key));
    }
    shown = wanted;
  };
}

/** Whether a key says a path below a folder, on any system. */
const isPath = (key: string) =>
  key.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\:*?"<>|\0]/.test(name));

const code = (error: unknown) => z.object({ code: z.string() }).safeParse(error).data?.code ?? '';
/** Another object has its folder there, or the same name but for the case; or the name is too long for a file. */
const noRoom = /^(EEXIST|ENOTDIR|EISDIR|ENAMETOOLONG)$/;
/** The disk knows no links. */
const noLinks = /^(EPERM|EXDEV|ENOSYS|ENOTSUP|EMLINK)$/;

async function show(content: string, path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await link(content, path).catch((error: unknown) => {
      if (!noLinks.test(code(error))) throw error;
      return copyFile(content, path, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if (!noRoom.test(code(error))) throw error;
  }
}
