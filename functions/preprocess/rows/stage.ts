import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tally } from '../../core/content.ts';
import { parseIncoming } from '../../core/keys.ts';
import type { Snapshot } from '../../core/manifest.ts';
import type { Bucket, Engine, Hear } from '../../core/world.ts';
import type { Source } from '../../definition/define-source.ts';
import { FileFault } from '../fault.ts';
import { formatOf } from '../formats/formats.ts';
import { gunzip, type Unpacking } from '../text/gunzip.ts';
import { check } from './check.ts';
import type { FoundPart } from './found.ts';

/** A file of the source, or a part of one: what it holds is typed and checked in a Parquet file of its own, in its order. */
export interface Staged extends FoundPart {
  readonly path: string;
}

interface Unstaged {
  readonly object: Snapshot['objects'][number];
  /** Its number in the order of delivery. */
  readonly at: number;
  readonly source: Source;
  /** What it may take of `maxSourceBytes`. */
  readonly most: number;
  readonly isCut?: boolean;
}

/** Brings bytes into that file, and lets them be heard; their SHA-256 is known of a whole object. */
export type Fetch = (path: string, hear: Hear) => Promise<{ readonly bytes: number; readonly sha256?: string }>;

/** Brings a whole object. */
export const fetchWhole =
  (key: string, bucket: Pick<Bucket, 'download'>): Fetch =>
  async (path, hear) => {
    const { hear: count, content } = tally();
    await bucket.download(key, path, (bytes) => {
      count(bytes);
      hear(bytes);
    });
    return content();
  };

interface World {
  readonly fetch: Fetch;
  readonly engine: Engine;
}

/** Reads one object of the snapshot, or a part of one, into a staged file; what is wrong with it is told in `fault`. */
export async function stage(
  { object, at, source, most, isCut = false }: Unstaged,
  { fetch, engine }: World,
): Promise<Staged> {
  const file = parseIncoming(object.origin)?.file ?? object.origin;
  const folder = join(engine.directory, `raw-${at}`);
  const path = join(engine.directory, `stage-${at}.parquet`);
  const none = { file, path, rows: 0, staged: 0, bytes: 0, fault: null, names: [], noRow: null };
  let [format, sha256]: [string, string | undefined] = ['', undefined];
  const known = () => ({ format, ...(sha256 !== undefined && { sha256 }) });
  try {
    const { name, open, gzip } = formatOf(object.origin);
    format = name;
    // An upload of no bytes was cut off; a database that says nothing has no rows.
    if (object.size === 0 && source.origin.kind !== 'upload') return { ...none, ...known() };
    await mkdir(folder);
    const { hear, read } = open({ at, source, most, isCut });
    const fetched = await fetch(join(folder, 'raw'), gzip ? () => undefined : hear);
    sha256 = fetched.sha256;
    if (isCut && fetched.bytes === 0) return { ...none, ...known() };
    const plain = gzip ? await unpacked(folder, { most, hear }) : join(folder, 'raw');
    const { size: bytes } = await stat(plain);
    const found = await read(plain, engine);
    const checked = await check({ found, source, at, path }, engine);
    return { ...none, ...known(), ...checked, bytes, names: [...found.names] };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    await engine.run(`DELETE FROM unreadable WHERE file = ${at}`);
    return { ...none, ...known(), fault: error.message };
  } finally {
    // The disk of a function is small: the file goes as soon as its rows are staged.
    // A file whose reading failed at once may be made only now, while the folder is emptied.
    await rm(folder, { recursive: true, force: true, maxRetries: 9 });
  }
}

async function unpacked(folder: string, how: Unpacking): Promise<string> {
  const plain = join(folder, 'plain');
  await gunzip(join(folder, 'raw'), plain, how);
  await rm(join(folder, 'raw'));
  return plain;
}
