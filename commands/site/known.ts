import { manifestKey, reportsPrefix } from '../../functions/core/keys.ts';
import { inParallel } from '../../functions/core/parallel.ts';
import { batchNameOf } from '../../functions/core/run.ts';
import { type Latest, readLatest } from '../../functions/publishing/latest.ts';
import { batchOfLatest } from '../../functions/publishing/shelf.ts';
import type { Execution, Site } from './site.ts';

/** What is known of a run. */
export interface Known {
  readonly run: string;
  readonly batch: string;
  readonly result: 'published' | 'held' | 'failed' | 'running' | 'not begun';
  /** Whether its report is the one that holds for the batch. */
  readonly holds: boolean;
  readonly execution: Execution | undefined;
}

/** The runs of a batch, of all where none is named, the newest batch first, and of each the newest run first. */
export async function knownRuns(site: Site, batch = ''): Promise<Known[]> {
  const keys = (await site.bucket.list(`${reportsPrefix}${batch}`)).map(({ key }) => key);
  const executions = (await site.executions()).filter(({ run }) => batch === '' || batchNameOf(run) === batch);
  const reported = keys.flatMap((key) => batchOfLatest(key) ?? []).filter((one) => batch === '' || one === batch);
  const batches = new Set([...reported, ...executions.map(({ run }) => batchNameOf(run))]);
  const all = await inParallel(16, [...batches].sort().reverse(), async (one) => {
    const { latest } = await readLatest(one, site.bucket);
    return unlessErased(knownOf(one, latest, executions), site);
  });
  return all.flat();
}

/** Step Functions still knows the runs of a batch that was erased. */
async function unlessErased(runs: readonly Known[], { bucket }: Site): Promise<Known[]> {
  const kept = await inParallel(8, runs, async ({ run, result }) =>
    result === 'failed' ? (await bucket.head(manifestKey(run))) !== undefined : true,
  );
  return runs.filter((_, at) => kept[at]);
}

/** One run; throws with advice where there is none of that name. */
export async function knownRun(site: Site, run: string): Promise<Known> {
  const batch = batchNameOf(run);
  const { latest } = await readLatest(batch, site.bucket);
  const execution = await site.execution(run);
  const known = knownOf(batch, latest, execution ? [execution] : []).filter((one) => one.run === run);
  const [found] = await unlessErased(known, site);
  if (found) return found;
  const all = `npm run tributary -- runs${latest.wanted.length > 0 ? ` ${batch}` : ''}${site.flag}`;
  throw new Error(`There is no run ${run}. See which there are: ${all}`);
}

function knownOf(batch: string, { run: holds, wanted, ended }: Latest, executions: readonly Execution[]): Known[] {
  const own = new Map(executions.flatMap((one) => (batchNameOf(one.run) === batch ? [[one.run, one] as const] : [])));
  // What was wanted while only some of the files were there, and never begun, is no run.
  const runs = new Set([...own.keys(), ...wanted.slice(-1), ...Object.keys(ended).reverse()]);
  return [...runs].map((run) => {
    const execution = own.get(run);
    return { run, batch, result: ended[run] ?? resultOf(execution), holds: run === holds, execution };
  });
}

function resultOf(execution: Execution | undefined): Known['result'] {
  if (!execution) return 'not begun';
  return execution.status === 'RUNNING' ? 'running' : 'failed';
}
