import { TributaryError } from '../../core/errors.ts';
import { parseIncoming, rawKey } from '../../core/keys.ts';
import type { InputObject } from '../../core/manifest.ts';
import { inParallel } from '../../core/parallel.ts';
import type { Bucket } from '../../core/world.ts';
import type { Connector } from '../connector.ts';
import type { UploadOrigin } from './options.ts';

/** Copies exactly the versions that the manifest froze, within the bucket; throws InputGone where one is no more. */
export const connector: Connector<UploadOrigin> = ({ objects, prefix }, { bucket }) =>
  inParallel(8, objects, async (object, at) => {
    const key = rawKey(prefix, at, safeName(object.key));
    await copyFrozen(object, key, bucket);
    return { key, origin: object.key, size: object.size, etag: object.etag };
  });

/** The same bytes uploaded again stand in for a version that was deleted: the ETag tells that they are the same. */
async function copyFrozen({ key, etag, versionId, size }: InputObject, to: string, bucket: Bucket): Promise<void> {
  try {
    await bucket.copy({ key, etag, versionId, size }, to);
  } catch (error) {
    if (!isGone(error)) throw error;
    await bucket.copy({ key, etag, size }, to).catch((again: unknown) => {
      throw isGone(again) ? gone(key, again) : again;
    });
  }
}

const isGone = (error: unknown) => error instanceof TributaryError && error.name === 'InputGone';

const gone = (key: string, cause: unknown) =>
  new TributaryError(
    'InputGone',
    `${key} is no longer in the bucket as it was when the run was frozen. Where it was replaced, the new file has a ` +
      'run of its own, and nothing is to be done. Where it was deleted, upload the same file again and redrive.',
    { cause },
  );

/** The end of the file's path, which has its extension, in characters that need no escape anywhere. */
const safeName = (key: string) => (parseIncoming(key)?.file ?? key).slice(-100).replace(/[^A-Za-z0-9._-]/gu, '_');
