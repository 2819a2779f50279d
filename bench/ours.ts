import { join } from 'node:path';
import { type AggregateWorld, aggregate } from '../functions/aggregate/aggregate.ts';
import { answersPrefix, tableKey } from '../functions/core/keys.ts';
import { withDuckDB } from '../functions/platform/engine.ts';
import { type PreprocessWorld, preprocess } from '../functions/preprocess/preprocess.ts';
import { localDatabase } from '../local/athena.ts';
import { startAthena } from './athena.ts';
import { byAthena } from './by-athena.ts';
import { fileBucket, silent } from './file-bucket.ts';
import { inParts } from './in-parts.ts';
import { distributed, pipeline } from './pipeline.ts';
import { counted, ingested, made, run } from './run.ts';
import { stepsTimed, type Timed } from './steps.ts';
import type { Contested, Task } from './task.ts';

/** The real preprocess of all sources at once, as the state machine's Map runs them, and the real aggregate. */
export const ours = (task: Task): Promise<Contested> =>
  work(task, {
    rows: (source, world) => preprocess({ ...run, source }, world),
    tables: (world) => aggregate(run, world),
  });

/** The same, each source read in parts, all children one after the other. */
export async function oursInParts(task: Task): Promise<Contested> {
  const { steps, timed } = stepsTimed();
  const contested = await work(task, { rows: oneAfterTheOther(task, timed), tables: (world) => aggregate(run, world) });
  return { ...contested, steps };
}

/** The same, and the table by Athena, for which a Trino answers. */
export async function oursByAthena(task: Task): Promise<Contested> {
  const { steps, timed } = stepsTimed();
  const athena = await timed('trino', () => startAthena(join(task.work, 'bucket'), distributed));
  const ask = (sql: string) => athena.ask(sql, answersPrefix(run.run));
  try {
    const contested = await work(task, {
      rows: oneAfterTheOther(task, timed),
      tables: (world) => byAthena(run, { ...world, pipeline: distributed, database: localDatabase, ask, timed }),
    });
    return { ...contested, steps };
  } finally {
    await athena.stop();
  }
}

/** The sources are read in turns, part by part. */
function oneAfterTheOther({ partBytes }: Task, timed: Timed): Way['rows'] {
  let before: Promise<unknown> = Promise.resolve();
  return (source, world) => {
    before = before.then(() => inParts({ ...run, source }, { ...world, partBytes, timed, now: () => new Date() }));
    return before;
  };
}

interface Way {
  readonly rows: (source: string, world: PreprocessWorld) => Promise<unknown>;
  readonly tables: (world: AggregateWorld) => Promise<unknown>;
}

async function work({ data, work, threads, memoryMegabytes }: Task, way: Way): Promise<Contested> {
  const bucket = fileBucket(join(work, 'bucket'));
  const withEngine = withDuckDB({ scratch: join(work, 'scratch'), threads, memoryMegabytes });
  const world = { bucket, pipeline, withEngine, log: silent };
  await ingested(data, join(work, 'bucket'));
  await Promise.all(pipeline.sources.map(({ name }) => way.rows(name, world)));
  await way.tables(world);
  await bucket.download(tableKey(run.run, 'sales', 'csv'), join(work, 'result.csv'));
  return { counts: await counted(bucket), ...(await made(bucket)) };
}
