import type { Batch } from '../../functions/core/batch.ts';
import { pageKey } from '../../functions/core/keys.ts';
import { batchNameOf } from '../../functions/core/run.ts';
import type { Screen } from '../../local/screen.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import type { Done, Everywhere } from '../door/command.ts';
import { ofRuns } from '../door/options.ts';
import { refuseOther } from '../site/definition.ts';
import { acceptAdvice, correctAdvice } from '../site/held.ts';
import type { Ended, Maker, Site } from '../site/site.ts';
import type { Standing } from '../site/standing.ts';
import { rangeOf } from './range.ts';

/** `backfill --from <batch> --to <batch>` */
export const backfill: Everywhere = {
  does: 'makes the reports that lack, in calendar order, each compared with the one before',
  about: '',
  takes: ['from', 'to', 'dry-run', 'input', ...ofRuns],
  more:
    'What is published is left alone, so the same command goes on after a stop. It ends with the first run that is not\n' +
    'published, says what to do next, and exits with 1. On this machine it uploads the files of the batches first.',
  async run({ values }, site, screen) {
    const batches = rangeOf(values, pipeline.period);
    refuseOther(site);
    const dryRun = values['dry-run'] ?? false;
    const uploads = batches.map(({ name }) => name);
    return site.making({ uploads, dryRun }, (maker) => fill({ batches, dryRun, site }, maker, screen));
  },
};

interface Filling {
  /** In calendar order. */
  readonly batches: readonly Batch[];
  readonly dryRun: boolean;
  readonly site: Pick<Site, 'flag' | 'placeOf'>;
}

/** Makes the reports that lack, one after the other, and stops at the first that is not published. */
export async function fill(
  { batches, dryRun, site }: Filling,
  maker: Pick<Maker, 'standingOf' | 'open'>,
  screen: Pick<Screen, 'line' | 'begin' | 'bold' | 'red' | 'green'>,
): Promise<Done> {
  const standings: (Standing & { batch: string })[] = [];
  for (const batch of batches) {
    const standing = { batch: batch.name, ...(await maker.standingOf(batch)) };
    screen.line(`  ${batch.name}  ${words[standing.is]}  ${'run' in standing ? standing.run : standing.for}`);
    standings.push(standing);
  }
  if (dryRun) return { lines: [], json: standings };
  const made: Ended[] = [];
  for (const batch of batches) {
    // Anew, because much may have come since it was listed.
    const standing = await maker.standingOf(batch);
    if (standing.is === 'published' || standing.is === 'waiting') continue;
    screen.line(`\n${screen.bold(batch.name)}`);
    const ended = standing.is === 'held' ? heldBefore(standing.run, site) : await openWith(batch, standing.run);
    made.push(ended);
    for (const line of ended.lines) screen.line(line && `  ${line}`);
    if (ended.result === 'published') continue;
    const stopped = screen.red(`\nStopped at ${batch.name}. After that, the same command goes on with it.`);
    return { code: 1, lines: [stopped], json: made };
  }
  const waiting = standings.flatMap(({ is, batch }) => (is === 'waiting' ? [batch] : []));
  const rest =
    waiting.length > 0 ? ` ${waiting.join(', ')} waited: the same command goes on with what has come by then.` : '';
  return { lines: [`\n${screen.green('Done.')}${rest}`], json: made };

  async function openWith(batch: Batch, run: string) {
    const end = screen.begin(run);
    return maker.open(batch, run).finally(end);
  }
}

function heldBefore(run: string, { flag, placeOf }: Filling['site']): Ended {
  const page = placeOf(pageKey(batchNameOf(run), run, 'held'));
  const lines = [`held: nothing was published; see ${page}`, correctAdvice, ...acceptAdvice(run, flag)];
  return { run, result: 'held', lines };
}

const words = { published: 'is published', held: 'was held', due: 'to run', waiting: 'waits for' } as const;
