import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { incomingOf, incomingPrefix } from '../functions/core/keys.ts';
import type { LocalCloud } from './cloud.ts';
import { list } from './tables.ts';

/** A file to upload: its path on disk, and the key that it gets. */
export interface InputFile {
  readonly path: string;
  readonly key: string;
}

/** What a folder holds. */
export interface Input {
  /** The files of each batch, in calendar order. */
  readonly batches: Map<string, InputFile[]>;
  /** Files that lie outside of `<batch>/<source>/`, which nobody takes. */
  readonly strays: readonly string[];
}

/** Reads a folder that is laid out as `<batch>/<source>/<file>`; throws with advice where there is nothing to upload. */
export async function readInput(folder: string, only: readonly string[]): Promise<Input> {
  const { batches, strays } = await lookInto(folder);
  if (batches.size === 0) throw new Error(`There is nothing to upload in ${folder}: ${layout}`);
  const unknown = only.find((batch) => !batches.has(batch));
  if (unknown) throw new Error(`${folder} has no batch ${unknown}; it has ${[...batches.keys()].join(', ')}.`);
  const wanted = new Map([...batches].filter(([batch]) => only.length === 0 || only.includes(batch)));
  return { batches: wanted, strays };
}

/** What a folder holds, and be it nothing; throws with advice where it cannot be read. */
export async function lookInto(folder: string): Promise<Input> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Error(`The folder ${folder} cannot be read: ${layout}`, { cause });
  });
  const found = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, parts: relative(folder, path).split(sep) }));
  const strays = found.filter(({ parts }) => parts.length <= 2).map(({ parts }) => parts.join('/'));
  const files = found
    .filter(({ parts }) => parts.length > 2)
    .map(({ path, parts }) => ({ path, batch: parts[0] ?? '', key: `${incomingPrefix}${parts.join('/')}` }));
  const batches = new Map<string, InputFile[]>();
  for (const { batch, ...file } of files.sort(byKey)) batches.set(batch, [...(batches.get(batch) ?? []), file]);
  return { batches, strays: strays.sort() };
}

/** Tells of files that nobody takes, in a line; no line where there are none. */
export function passedOver(strays: readonly string[], folder: string): string[] {
  if (strays.length === 0) return [];
  const first = list.format(strays.slice(0, 5));
  return [`Passed over in ${folder}, outside of <batch>/<source>/: ${first}${strays.length > 5 ? ', …' : ''}.`];
}

const layout = 'it holds what is to be uploaded, laid out as <batch>/<source>/<file>, like 2013-02/orders/part-1.csv.';

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);

/** Those of a source. */
export const filesOf = (source: string, batch: string, files: readonly InputFile[]): InputFile[] =>
  files.filter(({ key }) => key.startsWith(`${incomingOf(batch)}${source}/`));

/** What an upload changed in the bucket, by key. */
export interface Uploaded {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Makes `incoming/<batch>/` the same as the files; what is there already stays as it is. */
export async function uploadBatch(
  cloud: Pick<LocalCloud, 'bucket' | 'bucketName' | 's3'>,
  batch: string,
  files: readonly InputFile[],
): Promise<Uploaded> {
  const there = new Map((await cloud.bucket.list(incomingOf(batch))).map(({ key, etag }) => [key, etag]));
  const at = (Key: string) => ({ Bucket: cloud.bucketName, Key });
  const added: string[] = [];
  const changed: string[] = [];
  for (const { path, key } of files) {
    const Body = await readFile(path);
    const etag = there.get(key);
    if (etag === `"${createHash('md5').update(Body).digest('hex')}"`) continue;
    await cloud.s3.send(new PutObjectCommand({ ...at(key), Body }));
    (etag === undefined ? added : changed).push(key);
  }
  const removed = [...there.keys()].filter((key) => !files.some((file) => file.key === key));
  for (const key of removed) await cloud.s3.send(new DeleteObjectCommand(at(key)));
  return { added, changed, removed };
}
