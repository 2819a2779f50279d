import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseIncoming } from '../../core/keys.ts';
import type { Snapshot } from '../../core/manifest.ts';
import type { Quality } from '../../core/quality.ts';
import type { Bucket, Engine } from '../../core/world.ts';
import type { Source } from '../../definition/define-source.ts';
import { FileFault } from '../fault.ts';
import { formatOf } from '../formats/formats.ts';
import { gunzip } from '../text/gunzip.ts';
import { check } from './check.ts';

/** A file of the source. What it holds is typed and checked in a Parquet file of its own, its rows in their order. */
export interface Staged {
  readonly file: Quality['files'][number];
  readonly path: string;
  /** Rows in the Parquet file; those that could not even be split into columns are in the table `unreadable`. */
  readonly rows: number;
  /** What it takes of `maxSourceBytes`. */
  readonly bytes: number;
}

interface Unstaged {
  readonly object: Snapshot['objects'][number];
  /** Its number in the order of delivery. */
  readonly at: number;
  readonly source: Source;
  /** What it may take of `maxSourceBytes`. */
  readonly most: number;
}

interface World {
  readonly bucket: Bucket;
  readonly engine: Engine;
}

/** Reads one object of the snapshot into a staged file; what is wrong with it as a whole is told in `file.fault`. */
export async function stage(unstaged: Unstaged, { bucket, engine }: World): Promise<Staged> {
  const { object, at, source, most } = unstaged;
  const file = parseIncoming(object.origin)?.file ?? object.origin;
  const folder = join(engine.directory, `raw-${at}`);
  const path = join(engine.directory, `stage-${at}.parquet`);
  let [format, sha256]: [string, string | undefined] = ['', undefined];
  const known = () => (sha256 === undefined ? {} : { sha256 });
  try {
    const { name, read, gzip } = formatOf(object.origin);
    format = name;
    // An upload of no bytes was cut off; a database that says nothing has no rows.
    if (object.size === 0 && source.origin.kind !== 'upload')
      return { file: none(file, format), path, rows: 0, bytes: 0 };
    await mkdir(folder);
    ({ sha256 } = await bucket.download(object.key, join(folder, 'raw')));
    const plain = gzip ? await unpacked(folder, most) : join(folder, 'raw');
    const { size } = await stat(plain);
    const found = await read({ path: plain, at, source, most }, engine);
    const { staged, putAside } = await check({ found, source, at, path }, engine);
    const extraColumns = [...found.extraColumns].sort();
    const rows = staged + putAside;
    return { file: { file, format, rows, fault: null, extraColumns, ...known() }, path, rows: staged, bytes: size };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    await engine.run(`DELETE FROM unreadable WHERE file = ${at}`);
    return { file: { ...none(file, format), ...known(), fault: `${file} ${error.message}.` }, path, rows: 0, bytes: 0 };
  } finally {
    // The disk of a function is small: the file goes as soon as its rows are staged.
    // A file whose reading failed at once may be made only now, while the folder is emptied.
    await rm(folder, { recursive: true, force: true, maxRetries: 9 });
  }
}

const none = (file: string, format: string) => ({ file, format, rows: 0, fault: null, extraColumns: [] });

async function unpacked(folder: string, most: number): Promise<string> {
  const plain = join(folder, 'plain');
  await gunzip(join(folder, 'raw'), plain, most);
  await rm(join(folder, 'raw'));
  return plain;
}
