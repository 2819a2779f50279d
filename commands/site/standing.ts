import type { Batch } from '../../functions/core/batch.ts';
import type { Bucket } from '../../functions/core/world.ts';
import { endOf, readLatest } from '../../functions/publishing/latest.ts';
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
  const { latest } = await readLatest(batch.name, world.bucket);
  const ended = endOf(run, latest);
  if (ended?.result === 'held') return { is: 'held', run };
  // Published, but not what holds: inputs came back that nobody has looked at yet.
  return ended && ended.run === latest.run ? { is: 'published', run: ended.run } : { is: 'due', run };
}

function waitsFor(found: Exclude<Judgement, { due: unknown }>): string {
  if ('files' in found) return found.files.join(', ');
  if ('opens' in found) return `its end, ${found.opens}`;
  if ('nothing' in found) return 'any file at all';
  return `${found.seconds} s without a further file`;
}
