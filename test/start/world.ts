import { z } from 'zod';
import { manifestKey } from '../../functions/core/keys.ts';
import { type Manifest, manifestSchema } from '../../functions/core/manifest.ts';
import { batchNameOf } from '../../functions/core/run.ts';
import type { Bucket } from '../../functions/core/world.ts';
import { definePipeline, type PipelineOptions } from '../../functions/definition/define-pipeline.ts';
import { defineSource, type SourceOptions } from '../../functions/definition/define-source.ts';
import { upload } from '../../functions/origins/upload/options.ts';
import { end, type Result, readLatest } from '../../functions/publishing/latest.ts';
import type { LookWorld } from '../../functions/start/look.ts';
import { start } from '../../functions/start/start.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';
import { logTo } from '../world/log.ts';

const row = z.object({ id: z.string() });

/** A source like any other, but for what the test tells. */
export const sourceOf = (name: string, options: Partial<SourceOptions<typeof row.shape>> = {}) =>
  defineSource({ name, title: name, origin: upload({ complete: { files: 1 } }), row, ...options });

/** A pipeline like any other, but for what the test tells. */
export const pipelineOf = (sources: PipelineOptions['sources'], options: Partial<PipelineOptions> = {}) =>
  definePipeline({
    name: 'shop',
    period: 'month',
    timeZone: 'UTC',
    sources,
    limits: { rejected: 0.1, empty: 'hold' },
    maxSourceBytes: 1000,
    report: { title: 'Shop', figures: [], tables: [] },
    ...options,
  });

/** The body of the event that EventBridge passes on when an object was created. */
export const created = (key: string) =>
  JSON.stringify({
    version: '0',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'bucket' }, object: { key, size: 1, etag: 'x', 'version-id': 'v1' } },
  });

export const open = (batch: string) => JSON.stringify({ open: { batch } });

export const lookAgain = (batch: string, round?: number) => JSON.stringify({ lookAgain: { batch, round } });

/** Replaces some of what a bucket does. */
type Change = (bucket: Bucket) => Partial<Bucket>;

/** A world in memory with a clock that stands still until it is moved, and a Step Functions that knows its names. */
export function startWorld(
  sources = [sourceOf('orders')],
  change: Change = () => ({}),
  options: Partial<PipelineOptions> = {},
) {
  const clock = { now: Date.parse('2013-03-01T06:00:00Z') };
  const now = () => new Date(clock.now);
  const bucket: MemoryBucket = memoryBucket(now);
  const executions = new Map<string, { input: unknown; ended: boolean }>();
  const asked: { batch: string; at: number; round: number }[] = [];
  const logged: { message: string; facts: unknown }[] = [];
  const world: LookWorld = {
    bucket: { ...bucket, ...change(bucket) },
    pipeline: pipelineOf(sources, options),
    fingerprint: 'fingerprint',
    quietAtMostSeconds: Number.POSITIVE_INFINITY,
    startExecution: async (name, input) => {
      const there = executions.get(name);
      if (!there) executions.set(name, { input, ended: false });
      else expect(input).toEqual(there.input);
      return !there?.ended;
    },
    lookAgain: async (batch, delaySeconds, round) =>
      void asked.push({ batch, at: clock.now + delaySeconds * 1000, round }),
    now,
    log: logTo((message, facts) => void logged.push({ message, facts })),
  };
  const deliverTo = (other: Partial<LookWorld>, ...bodies: string[]) =>
    start({ Records: bodies.map((body, at) => ({ messageId: `m${at}`, body })) }, { ...world, ...other });
  const deliver = (...bodies: string[]) => deliverTo({}, ...bodies);

  return {
    world,
    clock,
    bucket,
    executions,
    asked,
    logged,
    /** Hands the bodies to start as one delivery, each message named by its place: m0, m1, … */
    deliver,
    deliverTo,
    /** Moves the clock, and delivers the messages whose delay is over, all at the same time. */
    async pass(seconds: number) {
      clock.now += seconds * 1000;
      const due = asked.filter(({ at }) => at <= clock.now);
      asked.splice(0, asked.length, ...asked.filter(({ at }) => at > clock.now));
      await Promise.all(due.map(({ batch, round }) => deliver(lookAgain(batch, round))));
    },
    /** Uploads, and gives the event of it. */
    put(key: string, body = key): string {
      bucket.put(key, body);
      return created(key);
    },
    manifest: (run: string): Manifest => manifestSchema.parse(JSON.parse(bucket.texts()[manifestKey(run)] ?? '')),
    runs: () => [...executions.keys()],
    /** Ends a run as report does. */
    async end(run: string, result: Result) {
      const execution = executions.get(run);
      if (execution) execution.ended = true;
      await end({ run, batch: batchNameOf(run), result }, bucket);
    },
    /** The run whose report holds for the batch. */
    latest: async (batch = '2013-02') => (await readLatest(batch, bucket)).latest.run,
  };
}
