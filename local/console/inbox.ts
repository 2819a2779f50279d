import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isHidden } from '../../functions/core/keys.ts';
import { type InputFile, lookInto } from '../input.ts';
import { Refused } from './actions.ts';

/** The files of each batch that are there as a whole, and changed since the last look. */
type Found = ReadonlyMap<string, readonly InputFile[]>;

/** A folder laid out as `<batch>/<source>/<file>`, where a person puts what is to be uploaded. */
export class Inbox {
  readonly folder: string;
  /** Of the last look: files outside of `<batch>/<source>/`, which nobody takes. */
  strays: readonly string[] = [];
  /** By batch, what its files were when they were given out. */
  readonly #given = new Map<string, string>();
  /** And when they were looked at last: a file that still grows is not the same twice. */
  readonly #seen = new Map<string, string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Looks once; a batch is given out when it was the same in two looks. */
  async look(): Promise<Found> {
    await mkdir(this.folder, { recursive: true });
    const { batches, strays } = await lookInto(this.folder);
    this.strays = strays.filter((path) => !isHidden(path));
    const found = new Map<string, readonly InputFile[]>();
    for (const [batch, all] of batches) {
      const files = all.filter(({ key }) => !isHidden(key));
      const now = await stateOf(files);
      if (this.#seen.get(batch) === now && this.#given.get(batch) !== now && files.length > 0) {
        this.#given.set(batch, now);
        found.set(batch, files);
      }
      this.#seen.set(batch, now);
    }
    return found;
  }

  /** Puts a file there, under its name only once it is whole. Throws Refused where the path is not `<batch>/<source>/<file>`. */
  async put(path: string, body: ReadableStream<Uint8Array>): Promise<void> {
    const target = join(this.folder, ...partsOf(path));
    const part = join(this.folder, `.${randomUUID()}`);
    await mkdir(dirname(target), { recursive: true });
    try {
      await pipeline(Readable.from(body), createWriteStream(part));
      await rename(part, target);
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Puts all of another folder there. */
  async copy(folder: string): Promise<void> {
    await cp(folder, this.folder, { recursive: true });
  }
}

/** The parts of a path that leads nowhere else. */
function partsOf(path: string): string[] {
  const parts = path.split('/');
  const isPlain = parts.every((part) => /^[^\\/:*?"<>|\p{Cc}]+$/u.test(part) && !part.startsWith('.'));
  if (isPlain && parts.length === 3) return parts;
  throw new Refused(`A file goes to <batch>/<source>/<file>, not to ${path}.`);
}

async function stateOf(files: readonly InputFile[]): Promise<string> {
  const states = await Promise.all(
    files.map(async ({ path, key }) => {
      const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
      return `${key} ${size} ${mtimeMs}`;
    }),
  );
  return states.join('\n');
}
