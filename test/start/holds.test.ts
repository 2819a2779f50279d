import fc from 'fast-check';
import { attemptOf, batchNameOf, firstAttempt } from '../../functions/core/run.ts';
import { end, readLatest } from '../../functions/publishing/latest.ts';
import { interleaved } from './interleaved.ts';
import { lookAgain, sourceOf, startWorld } from './world.ts';

const batch = '2013-02';
const keys = ['a.csv', 'b.csv'].map((name) => `incoming/${batch}/orders/${name}`);
const key = fc.constantFrom(...keys);
const any = fc.nat(100);

/** What people, the queue and AWS do; the numbers pick one of what is there. */
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ upload: key, body: fc.constantFrom('A', 'B') }) },
  { weight: 1, arbitrary: fc.record({ withdraw: key }) },
  { weight: 6, arbitrary: fc.record({ deliver: any }) },
  { weight: 4, arbitrary: fc.record({ ends: any, fails: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ redrive: any }) },
  { weight: 2, arbitrary: fc.record({ rerun: any, attempt: fc.integer({ min: 2, max: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ crashes: fc.nat(2), moment: fc.constantFrom('before' as const, 'after' as const) }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** A pipeline at work, with its queue, its executions, and whoever stands around it. */
function played(held: (run: string) => boolean, scheduler: fc.Scheduler) {
  const world = startWorld([sourceOf('orders')], (bucket) => interleaved(bucket, scheduler));
  const bucket = interleaved(world.bucket, scheduler);
  const queue: string[] = [];
  const [running, failed, published] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const picked = (of: Iterable<string>, at: number) => [...of][at % Math.max(1, [...of].length)];

  const deliver = async (message: string | undefined) => {
    if (message === undefined) return;
    queue.splice(queue.indexOf(message), 1);
    const before = new Set(world.runs());
    const { batchItemFailures } = await world.deliver(message);
    for (const run of world.runs()) if (!before.has(run) && !failed.has(run)) running.add(run);
    queue.push(...batchItemFailures.map(() => message), ...world.asked.splice(0).map((one) => lookAgain(one.batch)));
  };
  const ends = async (run: string | undefined, fails: boolean) => {
    const execution = world.executions.get(run ?? '');
    if (!run || !execution || !running.delete(run)) return;
    if (!fails) {
      const result = held(run) ? 'held' : 'published';
      const told = await end({ run, batch: batchNameOf(run), result }, bucket).catch(() => undefined);
      // An answer may be lost although what was asked is done.
      const { latest } = await readLatest(batch, world.bucket);
      if (result === 'published' && (told ?? latest.ended[run])) published.add(run);
      if (!told) return void running.add(run); // report is tried again
    }
    execution.ended = true;
    if (fails) failed.add(run);
  };

  return {
    world,
    published,
    async does(one: Act): Promise<void> {
      if ('upload' in one) queue.push(world.put(one.upload, one.body));
      if ('withdraw' in one && world.bucket.texts()[one.withdraw] !== undefined) {
        world.bucket.remove(one.withdraw);
        queue.push(lookAgain(batch)); // which start makes of the event
      }
      if ('deliver' in one) await deliver(picked(queue, one.deliver));
      if ('ends' in one) await ends(picked(running, one.ends), one.fails);
      if ('redrive' in one) {
        const run = picked(failed, one.redrive);
        if (run && failed.delete(run)) running.add(run);
      }
      if ('rerun' in one) {
        const run = picked(world.runs(), one.rerun);
        if (run) queue.push(JSON.stringify({ rerun: { run: firstAttempt(run), attempt: one.attempt } }));
      }
      if ('crashes' in one) world.bucket.crashAt(1 + one.crashes, one.moment);
    },
    /** All messages are delivered, and all that runs ends well or is held. */
    async comesToRest(): Promise<void> {
      while (queue.length > 0 || running.size > 0) {
        const delivered = [...queue].map(deliver);
        const ended = [...running].map((run) => ends(run, false));
        await Promise.all([...delivered, ...ended]);
      }
    },
  };
}

type Objects = readonly { readonly key: string; readonly etag: string }[];
const named = (objects: Objects) =>
  objects
    .map(({ key, etag }) => `${key} ${etag}`)
    .sort()
    .join();

it('is the newest published attempt of what lies in incoming, whatever came in which order', async () => {
  const steps = fc.array(fc.array(act, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 });
  const gate = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(steps, gate, fc.scheduler(), async (steps, gate, scheduler) => {
      const held = (run: string) =>
        (gate[Number.parseInt(firstAttempt(run).slice(-1), 16) % 8] ?? false) && attemptOf(run) < 3;
      const { world, published, does, comesToRest } = played(held, scheduler);
      for (const acts of steps) {
        await scheduler.waitFor(Promise.all(acts.map(does)));
        world.bucket.heal();
      }
      await scheduler.waitFor(comesToRest());

      const there = named(await world.bucket.list(`incoming/${batch}/`));
      const filesOf = (run: string) => named(world.manifest(run).sources.flatMap(({ objects }) => objects));
      const own = [...published].filter((run) => filesOf(run) === there).sort((a, b) => attemptOf(a) - attemptOf(b));
      const { run } = (await readLatest(batch, world.bucket)).latest;
      if (own.length > 0) expect(run).toBe(own.at(-1));
      expect(published.size === 0 ? [null] : [...published]).toContain(run);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 50) },
  );
});
