import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { TributaryError } from '../../functions/core/errors.ts';
import type { InputObject } from '../../functions/core/manifest.ts';
import type { Bucket, WriteOptions } from '../../functions/core/world.ts';
import { intoFile } from '../../functions/platform/into-file.ts';

interface Version extends InputObject {
  readonly body: Buffer;
}

export interface MemoryBucket extends Bucket {
  /** Puts an object as an uploader would; a later put of the same key is a new version. */
  put(key: string, body: string | Uint8Array, lastModified?: Date): void;
  /** Takes the object away, as somebody would who withdraws it: its versions stay. */
  remove(key: string): void;
  /** The newest object of each key, as text. */
  texts(prefix?: string): Record<string, string>;
  bytes(key: string): Buffer | undefined;
  /** Every write (key) so far, in order. */
  readonly writes: string[];
  /** Throws from the nth write on (1 is the next one), after it took effect or before it. */
  crashAt(nth: number, moment: 'before' | 'after'): void;
  heal(): void;
}

/** A versioned bucket in memory that keeps the conditions of a write, as S3 does. */
export function memoryBucket(now: () => Date = () => new Date()): MemoryBucket {
  const versions = new Map<string, Version[]>();
  const writes: string[] = [];
  let crash: { left: number; moment: 'before' | 'after' } | undefined;
  const removed = new Set<string>();
  const newest = (key: string) => (removed.has(key) ? undefined : versions.get(key)?.at(-1));
  const keys = (prefix: string) =>
    [...versions.keys()].filter((key) => key.startsWith(prefix) && !removed.has(key)).sort();

  const put = (key: string, body: string | Uint8Array, lastModified = now()) => {
    const bytes = Buffer.from(body);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const all = versions.get(key) ?? [];
    const version = {
      key,
      size: bytes.length,
      etag,
      lastModified: lastModified.toISOString(),
      versionId: `v${all.length + 1}`,
    };
    versions.set(key, [...all, { ...version, body: bytes }]);
    removed.delete(key);
  };
  const step = (key: string, body: string | Uint8Array) => {
    if (crash && --crash.left <= 0 && crash.moment === 'before') throw new Error(`crash before writing ${key}`);
    put(key, body);
    writes.push(key);
    if (crash && crash.left <= 0) throw new Error(`crash after writing ${key}`);
  };
  const described = ({ body: _, ...object }: Version): InputObject => object;
  const found = (key: string) => {
    const object = newest(key);
    if (!object) throw new TributaryError('InputGone', `${key} is not in the bucket any more`);
    return object;
  };

  return {
    put,
    remove: (key) => void removed.add(key),
    writes,
    crashAt: (left, moment) => {
      crash = { left, moment };
    },
    heal: () => {
      crash = undefined;
    },
    texts: (prefix = '') => Object.fromEntries(keys(prefix).map((key) => [key, found(key).body.toString()])),
    bytes: (key) => newest(key)?.body,
    async list(prefix) {
      return keys(prefix).map((key) => described(found(key)));
    },
    async head(key) {
      const object = newest(key);
      return object && described(object);
    },
    async read(key) {
      const object = newest(key);
      return object && { text: object.body.toString(), etag: object.etag };
    },
    async write(key: string, body: string, { ifAbsent, ifMatch }: WriteOptions) {
      const current = newest(key);
      if (ifAbsent && current) return false;
      if (ifMatch !== undefined && current?.etag !== ifMatch) return false;
      step(key, body);
      return true;
    },
    async copy({ key, versionId, etag }, to) {
      const all = versions.get(key) ?? [];
      const version = versionId ? all.find((one) => one.versionId === versionId) : all.at(-1);
      if (!version || (etag && version.etag !== etag)) {
        throw new TributaryError('InputGone', `${key} is no longer what it was when the run was frozen`);
      }
      step(to, version.body);
    },
    async download(key, path, hear) {
      const { body } = found(key);
      await writeFile(path, body);
      hear?.(body);
    },
    async downloadPart({ key, etag, from, to }, path, { at = 0, hear } = {}) {
      const object = found(key);
      if (etag && object.etag !== etag) throw new TributaryError('InputGone', `${key} is another one now`);
      return intoFile(Readable.from([object.body.subarray(from, to)]), { path, at, hear });
    },
    async upload(path, key, _, hear) {
      const body = await readFile(path);
      step(key, body);
      hear?.(body);
    },
  };
}
