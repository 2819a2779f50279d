import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { region } from '../aws.ts';

/** The files of a zip, by their paths in it. */
type Files = Readonly<Record<string, Uint8Array>>;

/** Zips as objects of the S3 of this machine. */
export interface Zips {
  /** Rejects with an S3ServiceException where there is no such object. */
  read(bucket: string, key: string): Promise<Uint8Array>;
  write(bucket: string, key: string, zip: Uint8Array): Promise<void>;
}

export function zipsAt(endpoint: string): Zips {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  return {
    read: async (Bucket, Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    write: async (Bucket, Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))),
  };
}

/** A zip of what is in a folder, or of those files that are wanted; the same files give the same bytes. */
export function packed(folder: string, wanted: (path: string) => boolean = () => true): Uint8Array {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(wanted)
    .sort();
  return zipped(Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path))])));
}

/** The first day that a zip can tell. */
const mtime = new Date(1980, 0, 1);

export const zipped = (files: Files): Uint8Array => zipSync({ ...files } satisfies Zippable, { mtime });

/** Writes the files of a zip to a folder; throws where it is none, or where one would lie outside. */
export async function unpack(zip: Uint8Array, folder: string): Promise<void> {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const path = resolve(folder, name);
    if (!path.startsWith(resolve(folder) + sep)) throw new Error(`${name} would lie outside of ${folder}`);
    if (name.endsWith('/')) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}
