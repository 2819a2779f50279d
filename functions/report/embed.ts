import { TributaryError } from '../core/errors.ts';
import type { Bucket } from '../core/world.ts';
import type { MadeFile } from './files.ts';

/** In bytes: of one file, and of all together, so that a page stays one that can be mailed. */
const most = { ofOne: 16_384, ofAll: 65_536 };

/** Small tables as addresses that hold them, by the file's name: they go wherever the page goes. */
export async function embed(files: readonly MadeFile[], bucket: Pick<Bucket, 'read'>): Promise<Map<string, string>> {
  const embedded = new Map<string, string>();
  let room = most.ofAll;
  for (const { from, told } of files) {
    if (!told.file.endsWith('.csv') || told.bytes > Math.min(room, most.ofOne)) continue;
    const object = await bucket.read(from);
    if (!object)
      throw new TributaryError('TableFailed', `${from} is not in the bucket: start the run again with an attempt.`);
    embedded.set(told.file, `data:text/csv;charset=utf-8;base64,${Buffer.from(object.text).toString('base64')}`);
    room -= told.bytes;
  }
  return embedded;
}
