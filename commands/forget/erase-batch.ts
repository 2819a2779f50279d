import { type Batch, batchAfter } from '../../functions/core/batch.ts';
import { batchPageKey, incomingOf } from '../../functions/core/keys.ts';
import { batchNameOf } from '../../functions/core/run.ts';
import { readManifest } from '../../functions/core/stored.ts';
import { readLatest } from '../../functions/publishing/latest.ts';
import { refreshAll } from '../../functions/shelve/shelve.ts';
import type { Screen } from '../../local/screen.ts';
import { count, some } from '../../local/tables.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { waiting } from '../site/again.ts';
import type { Erasable, Eraser } from '../site/eraser.ts';
import type { Site } from '../site/site.ts';

/** What there is of a batch below a prefix. */
export interface Zone {
  readonly prefix: string;
  readonly objects: readonly Erasable[];
}

/** All there is of a batch, old versions too; the files that a run could be made of come first. */
export async function findBatch(batch: string, { find }: Pick<Eraser, 'find'>): Promise<Zone[]> {
  const own = ({ key }: Erasable) => !/^(runs|parts)\//.test(key) || batchNameOf(key.split('/')[1] ?? '') === batch;
  const zones: Zone[] = [];
  for (const prefix of [incomingOf(batch), `runs/${batch}-`, `parts/${batch}-`, `reports/${batch}/`]) {
    const objects = (await find(prefix)).filter(own);
    // The report of the batch before leads to that page, whether there is a report or not.
    if (objects.some(({ key }) => key !== batchPageKey(batch))) zones.push({ prefix, objects });
  }
  return zones;
}

/** How much there is, a line for each zone. */
export const zoneLines = (zones: readonly Zone[]): string[] =>
  zones.map(({ prefix, objects }) => {
    const keys = new Set(objects.map(({ key }) => key)).size;
    const bytes = objects.reduce((sum, { size }) => sum + size, 0);
    const versions = objects.length > keys ? `, ${count(objects.length)} versions` : '';
    return `  ${prefix}*  ${some(keys, 'object', 'objects')}${versions}, ${count(Math.ceil(bytes / 1000))} kB`;
  });

/** Erases what was found of a batch, and takes it off the shelf; gives how many versions that were. */
export async function eraseBatch(
  { batch, zones }: { readonly batch: Batch; readonly zones: readonly Zone[] },
  eraser: Eraser,
  screen: Pick<Screen, 'begin'>,
): Promise<number> {
  for (const { prefix, objects } of zones) await waiting(`Erase ${prefix}*`, screen, () => eraser.erase(objects));
  const { period, locale, report } = pipeline;
  await refreshAll(batch, { bucket: eraser.bucket, title: report.title, locale, period });
  return zones.reduce((sum, { objects }) => sum + objects.length, 0);
}

/** Throws where a run of the batch is under way, which would write again what is erased. */
export async function refuseUnderWay(batch: string, { executions }: Pick<Site, 'executions'>): Promise<void> {
  const running = (await executions()).find((one) => one.status === 'RUNNING' && batchNameOf(one.run) === batch);
  if (running) throw new Error(`${running.run} is under way, and would write again what is erased: wait for its end.`);
}

/** The report of the batch after it, where that shows figures of this one beside its own. */
export async function comparedWith(batch: Batch, { bucket }: Pick<Eraser, 'bucket'>): Promise<string | undefined> {
  const next = batchAfter(pipeline.period, batch)?.name;
  const run = next && (await readLatest(next, bucket)).latest.run;
  const manifest = run && (await readManifest(run, bucket).catch(() => undefined));
  return manifest && manifest.comparedWith?.batch === batch.name ? next : undefined;
}
