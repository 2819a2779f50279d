import type { Batch } from '../../functions/core/batch.ts';
import type { Screen } from '../../local/screen.ts';
import type { Standing } from './standing.ts';

/** How a run ended; `lines` tell more, and what to do next where it is not published. */
export interface Ended {
  readonly published: boolean;
  readonly lines: readonly string[];
}

/** Where the runs are made. */
export interface Site {
  standingOf(batch: Batch): Promise<Standing>;
  /** Opens the batch, which is due; resolves when its run has ended. */
  run(batch: Batch, run: string): Promise<Ended>;
  /** What there is to do about a run that was held before. */
  held(batch: Batch, run: string): readonly string[];
}

/** Makes the reports that lack, one after the other, and stops at the first that is not published; gives the exit code. */
export async function backfill(
  { batches, dryRun }: { readonly batches: readonly Batch[]; readonly dryRun: boolean },
  site: Site,
  screen: Pick<Screen, 'line' | 'bold' | 'red' | 'green'>,
): Promise<number> {
  const waiting: string[] = [];
  for (const batch of batches) {
    const standing = await site.standingOf(batch);
    screen.line(
      `  ${batch.name}  ${words[standing.is]}${'run' in standing ? `  ${standing.run}` : `  ${standing.for}`}`,
    );
    if (standing.is === 'waiting') waiting.push(batch.name);
  }
  if (dryRun) return 0;
  for (const batch of batches) {
    // Anew, because much may have come since it was listed.
    const standing = await site.standingOf(batch);
    if (standing.is === 'published' || standing.is === 'waiting') continue;
    screen.line(`\n${screen.bold(batch.name)}`);
    const { published, lines } =
      standing.is === 'held'
        ? { published: false, lines: site.held(batch, standing.run) }
        : await site.run(batch, standing.run);
    for (const line of lines) screen.line(line && `  ${line}`);
    if (published) continue;
    screen.line(screen.red(`\nStopped at ${batch.name}. After that, the same command goes on with it.`));
    return 1;
  }
  const rest =
    waiting.length > 0 ? ` ${waiting.join(', ')} waited: the same command goes on with what has come by then.` : '';
  screen.line(`\n${screen.green('Done.')}${rest}`);
  return 0;
}

const words = { published: 'is published', held: 'was held', due: 'to run', waiting: 'waits for' } as const;
