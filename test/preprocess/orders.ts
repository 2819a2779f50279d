import { z } from 'zod';
import {
  cleanKey,
  duplicatesKey,
  manifestKey,
  qualityKey,
  rawPrefix,
  rejectedKey,
  snapshotKey,
} from '../../functions/core/keys.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import { type Quality, qualitySchema } from '../../functions/core/quality.ts';
import type { WithEngine } from '../../functions/core/world.ts';
import type { SourceOptions } from '../../functions/definition/define-source.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import type { Preprocessed } from '../../functions/preprocess/conclude.ts';
import { preprocess } from '../../functions/preprocess/preprocess.ts';
import { decimal, definePipeline, defineSource, upload } from '../../functions/tributary.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';
import { inParquet } from '../world/parquet.ts';

/** A source of orders, for tests that need no other. */
const orders: SourceOptions<z.ZodRawShape> = {
  name: 'orders',
  title: 'Orders',
  origin: upload(),
  row: z.object({
    id: z.int(),
    at: z.iso.datetime({ offset: true }),
    day: z.iso.date().nullable(),
    amount: decimal(12, 2),
    weight: z.number().min(0).nullable(),
    channel: z.enum(['web', 'store']),
    note: z.string().max(20).optional(),
  }),
  key: ['id'],
};

export const header = 'id,at,day,amount,weight,channel,note';
/** Order 1, 2, … in the columns of `header`. */
export const order = (id: number) => `${id},2013-02-08T10:00:00Z,2013-02-08,${id}.50,0.25,web,fine`;
export const ordersCsv = (...ids: number[]) => `${[header, ...ids.map(order)].join('\n')}\n`;

type Rows = Record<string, unknown>[];

export interface Outcome {
  readonly result: Preprocessed;
  readonly quality: Quality;
  readonly clean: Rows;
  readonly rejected: Rows;
  readonly duplicates: Rows;
  readonly bucket: MemoryBucket;
}

export interface Delivery {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly source?: Partial<SourceOptions<z.ZodRawShape>>;
  /** Where ingest had the files from; the folder of the uploads unless told. */
  readonly from?: string;
  readonly maxSourceBytes?: number;
  readonly waiver?: Manifest['waiver'];
  /** Of one thread unless told: a small file is read by one alone, and others only stand in its way. */
  readonly withEngine?: WithEngine;
}

/** Of the tests. */
export const run = { run: '2013-02-abc', batch: '2013-02', source: 'orders' };

/** Runs preprocess over delivered files, and reads back what it wrote. */
export async function preprocessed({
  files,
  source: changes = {},
  from = 'incoming/2013-02/orders/',
  waiver = null,
  maxSourceBytes = 1e9,
  withEngine = withDuckDB({ threads: 1 }),
}: Delivery): Promise<Outcome> {
  const bucket = frozen({ files, from }, waiver);
  const world = { bucket, pipeline: { ...ordersPipeline(changes), maxSourceBytes }, withEngine, log: silent };
  const result = await preprocess(run, world);
  const quality = qualitySchema.parse(JSON.parse(bucket.texts()[qualityKey(run.run, 'orders')] ?? ''));
  const written = [cleanKey, rejectedKey, duplicatesKey].map((key) => bucket.bytes(key(run.run, 'orders')));
  const [clean = [], rejected = [], duplicates = []] = await Promise.all(written.map((bytes) => inParquet(bytes)));
  return { result, quality, clean, rejected, duplicates, bucket };
}

export const ordersPipeline = (changes: Partial<SourceOptions<z.ZodRawShape>>) =>
  definePipeline({
    name: 'shop',
    period: 'month',
    timeZone: 'UTC',
    sources: [defineSource({ ...orders, ...changes })],
    limits: { rejected: 1, empty: 'allow' },
    maxSourceBytes: 1e9,
    report: { title: 'Shop', figures: [], tables: [] },
  });

/** What start froze. */
export const manifestOf = (waiver: Manifest['waiver']): Manifest => ({
  run: run.run,
  batch: run.batch,
  attempt: 1,
  fingerprint: 'abc',
  frozenAt: '2013-03-01T00:00:00Z',
  sources: [{ name: 'orders', objects: [] }],
  absent: [],
  comparedWith: null,
  waiver,
});

/** The bucket as ingest leaves it, with the files in the order given. */
export function frozen(
  { files, from }: Required<Pick<Delivery, 'files' | 'from'>>,
  waiver: Manifest['waiver'],
): MemoryBucket {
  const bucket = memoryBucket();
  const objects = Object.entries(files).map(([file, body], at) => {
    const key = `${rawPrefix(run.run, 'orders')}${at}`;
    bucket.put(key, body);
    return { key, origin: `${from}${file}`, size: Buffer.byteLength(body), etag: `"${at}"` };
  });
  bucket.put(manifestKey(run.run), JSON.stringify(manifestOf(waiver)));
  bucket.put(snapshotKey(run.run, 'orders'), JSON.stringify({ source: 'orders', objects }));
  return bucket;
}

/** What a person reads of the rejected rows: file, row, column, reason, value. */
export const reasonsOf = ({ rejections }: Quality) =>
  rejections.flatMap(({ column, reason, examples }) =>
    examples.map(({ file, row, value }) => `${file} ${row}: ${column ?? 'row'} ${reason} (${value})`),
  );
