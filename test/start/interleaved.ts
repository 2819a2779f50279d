import type fc from 'fast-check';
import type { Bucket } from '../../functions/core/world.ts';

/** A bucket whose calls take effect in an order that the scheduler draws. */
export function interleaved<B extends Bucket>(bucket: B, scheduler: fc.Scheduler): B {
  const turn = () => scheduler.schedule(Promise.resolve());
  return {
    ...bucket,
    list: async (prefix) => turn().then(() => bucket.list(prefix)),
    head: async (key) => turn().then(() => bucket.head(key)),
    read: async (key) => turn().then(() => bucket.read(key)),
    write: async (key, body, options) => turn().then(() => bucket.write(key, body, options)),
  };
}
