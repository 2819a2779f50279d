import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { jsonText } from '../functions/core/json.ts';
import type { InputObject } from '../functions/core/manifest.ts';
import { inParallel } from '../functions/core/parallel.ts';
import { openBucket } from '../functions/platform/bucket.ts';
import { shared } from './in-turn.ts';
import { readable } from './readable.ts';

/**
 * `bucket.json`: what the bucket holds; each content lies in `objects/` under its SHA-256, so any key can be kept. Whoever
 * looks finds it in `bucket/` under its key.
 */
const indexSchema = z.object({
  format: z.literal('tributary/store/1'),
  objects: z.array(
    z.object({
      key: z.string(),
      etag: z.string(),
      contentType: z.string(),
      lastModified: z.iso.datetime(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Stored = z.infer<typeof indexSchema>['objects'][number];

/** A bucket kept on disk between two local runs; the folder may be removed at any time. */
export interface Store {
  /** Puts everything back, in the order in which it came; throws with advice where the folder is damaged. */
  restore(): Promise<void>;
  /** Keeps what the bucket holds now, at any time. A crash in between leaves what was kept before. */
  save(): Promise<void>;
}

export function openStore(directory: string, s3: S3Client, bucket: string): Store {
  const indexPath = join(directory, 'bucket.json');
  const contents = join(directory, 'objects');
  const show = readable({ contents, tree: join(directory, 'bucket') });
  let known: ReadonlyMap<string, Stored> = new Map();

  const put = async ({ key, contentType, sha256 }: Stored) => {
    const body = await readFile(join(contents, sha256));
    if (digest(body) !== sha256) throw new Error(`the content of ${key} is not what was kept`);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
  };
  /** Undefined where it is gone by now. */
  const keep = async ({ key, etag, lastModified }: InputObject): Promise<Stored | undefined> => {
    const before = known.get(key);
    if (before?.etag === etag) return { ...before, lastModified };
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })).catch(noneIfGone);
    if (!object) return undefined;
    const body = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
    const sha256 = digest(body);
    await writeWhole(join(contents, sha256), body);
    return { key, etag, lastModified, sha256, contentType: object.ContentType ?? 'application/octet-stream' };
  };

  return {
    restore: async () => {
      try {
        const index = await readIndex(indexPath);
        // One after another, because the order of delivery decides between duplicates, and the bucket dates anew.
        for (const stored of index.toSorted((a, b) => Date.parse(a.lastModified) - Date.parse(b.lastModified)))
          await put(stored);
        known = byKey(index);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(
          `The bucket kept in ${directory} cannot be read: ${reason}\n` +
            `Remove the folder and start again: everything in it is made anew from the input.`,
          { cause: error },
        );
      }
    },
    save: shared(async () => {
      await mkdir(contents, { recursive: true });
      const there = await openBucket({ name: bucket, client: s3 }).list('');
      const objects = (await inParallel(16, there, keep)).flatMap((one) => one ?? []);
      const index: z.infer<typeof indexSchema> = { format: 'tributary/store/1', objects };
      await writeWhole(indexPath, JSON.stringify(index, null, 2));
      known = byKey(objects);
      await show(objects);
      const used = new Set(objects.map(({ sha256 }) => sha256));
      const unused = (await readdir(contents)).filter((name) => !used.has(name));
      await Promise.all(unused.map((name) => rm(join(contents, name), { force: true })));
    }),
  };
}

const noneIfGone = (error: unknown): undefined => {
  if (!(error instanceof NoSuchKey)) throw error;
};

/** What `bucket.json` says; nothing where there is none. */
export async function readIndex(path: string): Promise<Stored[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (z.object({ code: z.literal('ENOENT') }).safeParse(error).success) return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const index = jsonText(indexSchema).safeParse(text).data;
  if (!index) throw new Error(`${path} is damaged, or of another version`);
  return index.objects;
}

const byKey = (objects: readonly Stored[]) => new Map(objects.map((object) => [object.key, object]));

const digest = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');

/** Under its name there is never half a file. */
export async function writeWhole(path: string, body: string | Uint8Array) {
  const part = `${path}.${randomUUID()}`;
  await writeFile(part, body);
  await rename(part, path);
}
