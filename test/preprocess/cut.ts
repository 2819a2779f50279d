import { inParts } from '../../bench/in-parts.ts';
import { cleanKey, duplicatesKey, qualityKey, rejectedKey } from '../../functions/core/keys.ts';
import { qualitySchema } from '../../functions/core/quality.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import type { MemoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';
import { inParquet } from '../world/parquet.ts';
import { type Delivery, frozen, ordersPipeline, preprocessed, run } from './orders.ts';

const reversed = <T>(items: readonly T[]) => items.toReversed();

/** Whatever happens to a child: it is done in a world whose bucket may be made to fail. */
export type Fate = (bucket: MemoryBucket) => <T>(step: string, work: () => Promise<T>) => Promise<T>;
const undisturbed: Fate = () => (_, work) => work();

/** The same delivery, each of its files cut into about so many parts. */
export async function cut({ files, source = {}, maxSourceBytes = 1e9 }: Delivery, into: number, fate = undisturbed) {
  const bucket = frozen({ files, from: 'incoming/2013-02/orders/' }, null);
  const largest = Math.max(1, ...Object.values(files).map((body) => Buffer.byteLength(body)));
  const pipeline = { ...ordersPipeline(source), maxSourceBytes };
  const world = { bucket, pipeline, withEngine: withDuckDB({ threads: 1 }), log: silent };
  let calls = 0;
  const fated = fate(bucket);
  const { parts, children, ...result } = await inParts(run, {
    ...world,
    partBytes: Math.ceil(largest / into),
    shuffled: reversed,
    timed: (step, work) => {
      if (/hash|read|settle|separate/.test(step)) calls++;
      return fated(step, work);
    },
    now: () => new Date(0),
  });
  const all = async (key: typeof cleanKey) => {
    const keys = Array.from({ length: parts }, (_, at) => key(run.run, 'orders', at + 1));
    return (await Promise.all(keys.map((one) => inParquet(bucket.bytes(one))))).flat();
  };
  const { parts: told, ...quality } = qualitySchema.parse(
    JSON.parse(bucket.texts()[qualityKey(run.run, 'orders')] ?? ''),
  );
  expect(told).toBe(parts);
  expect(children).toEqual({ calls, seconds: 0 });
  const [clean, rejected, duplicates] = [await all(cleanKey), await all(rejectedKey), await all(duplicatesKey)];
  return { parts, written: bucket.texts(), outcome: { result, quality, clean, rejected, duplicates } };
}

/** Holds a delivery that is cut against the same in one piece; gives how many parts there were. */
export async function expectSame(delivery: Delivery, into: number, fate = undisturbed): Promise<number> {
  const { bucket: _, ...whole } = await preprocessed(delivery);
  const { parts, outcome } = await cut(delivery, into, fate);
  expect(outcome).toEqual(whole);
  expect(JSON.stringify(outcome.quality.files)).toBe(JSON.stringify(whole.quality.files));
  return parts;
}
