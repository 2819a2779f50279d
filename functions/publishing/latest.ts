import { z } from 'zod';
import { jsonText } from '../core/json.ts';
import { latestKey } from '../core/keys.ts';
import { attemptOf, firstAttempt } from '../core/run.ts';
import { unlessChanged } from '../core/stored.ts';
import type { Bucket } from '../core/world.ts';

/**
 * `reports/<batch>/latest.json`: which report of a batch holds, and the facts that it follows from. Whoever learns a new
 * fact (`start` what lies in `incoming/`, `report` how a run ended) writes it together with what follows, in one write.
 */
const latestSchema = z.object({
  /** The run that holds: the newest published attempt of what was wanted last; null while there is none. */
  run: z.string().nullable(),
  /** Every run that `incoming/` asked for, without its attempt, in the order in which it asked last. */
  wanted: z.array(z.string()).default([]),
  /** How each run ended that ended with a page. Such a run is never started again. */
  ended: z.record(z.string(), z.enum(['published', 'held'])).default({}),
});
export type Latest = z.infer<typeof latestSchema>;
export type Result = Latest['ended'][string];

/** What the bucket says of a batch, and the ETag of the object that says it. */
export interface Read {
  readonly latest: Latest;
  readonly etag: string | undefined;
}

/** A batch without such an object, or with one that cannot be read, has no report yet: the next fact mends it. */
export async function readLatest(batch: string, bucket: Pick<Bucket, 'read'>): Promise<Read> {
  const object = await bucket.read(latestKey(batch));
  const latest = object && jsonText(latestSchema).safeParse(object.text).data;
  return { latest: latest ?? { run: null, wanted: [], ended: {} }, etag: object?.etag };
}

/**
 * Says that `incoming/` asks for this run, unless anything was written since `before` was read. What was listed may be
 * out of date by then, so whoever says it lists again afterwards, until what is there and what was said agree: then the
 * last word is about what lies there at last, whatever the order and number of speakers.
 */
export async function want(
  { run, batch }: { readonly run: string; readonly batch: string },
  { latest, etag }: Read,
  bucket: Pick<Bucket, 'write'>,
): Promise<void> {
  const wanted = [...latest.wanted.filter((one) => one !== run), run];
  await write(batch, holding({ ...latest, wanted }), etag, bucket);
}

/** Whether the run is what `incoming/` asked for last. */
export const isWanted = (run: string, { wanted }: Latest): boolean => wanted.at(-1) === run;

/** Says how a run ended, and gives what follows. Safe to repeat, and against any number of writers at once. */
export async function end(
  { run, batch, result }: { readonly run: string; readonly batch: string; readonly result: Result },
  bucket: Pick<Bucket, 'read' | 'write'>,
): Promise<Latest> {
  for (;;) {
    const { latest, etag } = await readLatest(batch, bucket);
    if (latest.ended[run]) return latest;
    const first = firstAttempt(run);
    // It was asked for once, whatever became of the object that said so.
    const wanted = latest.wanted.includes(first) ? latest.wanted : [first, ...latest.wanted];
    const next = holding({ ...latest, wanted, ended: { ...latest.ended, [run]: result } });
    if (await write(batch, next, etag, bucket)) return next;
  }
}

interface Ended {
  readonly run: string;
  readonly result: Result;
}

/** The newest attempt of a run that was published or, where none was, that was held. */
export function endOf(run: string, latest: Latest): Ended | undefined {
  const attempts = attemptsOf(run, latest);
  return attempts.find(({ result }) => result === 'published') ?? attempts[0];
}

/** The newest attempt of a run that was held. */
export const newestHeld = (run: string, latest: Latest): string | undefined =>
  attemptsOf(run, latest).find(({ result }) => result === 'held')?.run;

/** The attempts of a run that ended with a page, the newest first. */
const attemptsOf = (run: string, { ended }: Latest): Ended[] =>
  Object.entries(ended)
    .flatMap(([one, result]) => (firstAttempt(one) === run ? [{ run: one, result }] : []))
    .sort((a, b) => attemptOf(b.run) - attemptOf(a.run));

function holding(latest: Latest): Latest {
  const ends = latest.wanted.toReversed().map((run) => endOf(run, latest));
  return { ...latest, run: ends.find((one) => one?.result === 'published')?.run ?? latest.run };
}

const write = (batch: string, latest: Latest, etag: string | undefined, bucket: Pick<Bucket, 'write'>) =>
  bucket.write(latestKey(batch), JSON.stringify(latest), {
    contentType: 'application/json',
    ...unlessChanged(etag),
  });
