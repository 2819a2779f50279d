import type { Batch } from '../../functions/core/batch.ts';
import { latestKey, outcomeKey } from '../../functions/core/keys.ts';
import { latestSchema, outcomeSchema } from '../../functions/core/manifest.ts';
import { readStored } from '../../functions/core/stored.ts';
import type { Bucket } from '../../functions/core/world.ts';
import { type Judgement, type JudgeWorld, judge } from '../../functions/start/judge.ts';

export interface StandingWorld extends JudgeWorld {
  readonly bucket: Pick<Bucket, 'list' | 'read'>;
}

/** How a batch stands, as start would judge it now; `run` is what its inputs and the definition make. */
export type Standing =
  | { readonly is: 'published' | 'held' | 'due'; readonly run: string }
  | { readonly is: 'waiting'; readonly for: string };

/** Looks at what the bucket has of a batch, and does nothing. Throws InputTooLarge. */
export async function standingOf(batch: Batch, world: StandingWorld): Promise<Standing> {
  const found = await judge(batch, world);
  if (!('due' in found)) return { is: 'waiting', for: waitsFor(found) };
  const { run, late = [] } = found.due;
  const failing = late.filter(({ action }) => action === 'fail');
  if (failing.length > 0) {
    return { is: 'waiting', for: failing.map(({ source, lacks }) => `${source}: ${lacks} (late)`).join(', ') };
  }
  const latest = await readStored(latestSchema, latestKey(batch.name), world.bucket);
  if (latest?.run === run || latest?.run.startsWith(`${run}_`)) return { is: 'published', run: latest.run };
  const outcome = await readStored(outcomeSchema, outcomeKey(run), world.bucket);
  return { is: outcome?.result === 'held' ? 'held' : 'due', run };
}

function waitsFor(found: Exclude<Judgement, { due: unknown }>): string {
  if ('files' in found) return found.files.join(', ');
  if ('opens' in found) return `its end, ${found.opens}`;
  if ('nothing' in found) return 'any file at all';
  return `${found.seconds} s without a further file`;
}
