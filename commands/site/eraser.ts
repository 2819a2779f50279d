import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Bucket } from '../../functions/core/world.ts';

/** A version of an object, or the mark that it was deleted. */
export interface Erasable {
  readonly key: string;
  readonly size: number;
  /** Undefined where the bucket keeps no versions. */
  readonly versionId: string | undefined;
}

/** Erases for good. */
export interface Eraser {
  readonly bucket: Bucket;
  /** Everything below the prefix, old versions too. */
  find(prefix: string): Promise<Erasable[]>;
  erase(objects: readonly Erasable[]): Promise<void>;
}

/** The eraser of a bucket that keeps versions. */
export const eraserOf = (s3: S3Client, name: string, bucket: Bucket): Eraser => ({
  bucket,
  find: async (Prefix) => {
    const found: Erasable[] = [];
    for (let from: Partial<ListObjectVersionsCommandInput> | undefined = {}; from; ) {
      const page: ListObjectVersionsCommandOutput = await s3.send(
        new ListObjectVersionsCommand({ Bucket: name, Prefix, ...from }),
      );
      found.push(...[...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(erasable));
      const next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      from = page.IsTruncated ? next : undefined;
    }
    return found;
  },
  erase: (objects) => erase(objects, name, s3),
});

const erasable = ({ Key = '', Size, VersionId }: Pick<ObjectVersion, 'Key' | 'Size' | 'VersionId'>): Erasable => ({
  key: Key,
  size: Size ?? 0,
  versionId: VersionId,
});

/** The most that one call takes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const atOnce = 1000;

/** Throws with the first that could not be erased. */
export async function erase(objects: readonly Erasable[], Bucket: string, s3: S3Client): Promise<void> {
  for (let at = 0; at < objects.length; at += atOnce) {
    const Objects = objects.slice(at, at + atOnce).map(({ key: Key, versionId: VersionId }) => ({ Key, VersionId }));
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    const [first] = Errors;
    if (first) throw new Error(`${first.Key} could not be erased (${first.Code}: ${first.Message}): try again.`);
  }
}
