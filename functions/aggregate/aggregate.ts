import { z } from 'zod';
import { batchOf } from '../core/batch.ts';
import type { RunInput } from '../core/manifest.ts';
import type { Bucket, Log, WithEngine } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { hidesValues } from '../definition/define-source.ts';
import { type Aggregated, complete } from './complete.ts';
import type { Made } from './files.ts';
import { countJoins } from './joins.ts';
import { openBatch, openSources } from './sources.ts';
import { makeTable } from './table.ts';

export interface AggregateWorld {
  readonly bucket: Bucket;
  readonly pipeline: Pipeline;
  readonly withEngine: WithEngine;
  readonly log: Log;
}

const setting = z.tuple([z.object({ threads: z.coerce.number() })]);

/**
 * Makes every table of the report from the clean sources, in the report's order, as Parquet, CSV and JSON and all of
 * them as a workbook, and counts joins without a partner; `tables/_complete.json` is written last. Throws TableFailed where a table's SQL is at fault.
 */
export const aggregate = (
  { run, batch }: RunInput,
  { bucket, pipeline, withEngine, log }: AggregateWorld,
): Promise<Aggregated> =>
  withEngine(async (engine) => {
    const [{ threads }] = setting.parse(await engine.rows(`SELECT current_setting('threads') AS threads`));
    // Several would add up doubles, and meet the rows, in another order each time.
    await engine.run('SET threads = 1');
    await openSources(run, pipeline, { bucket, engine });
    await openBatch(batchOf(pipeline.period, batch), engine);

    const hidden = hidesValues(pipeline.sources);
    const made: Made[] = [];
    for (const definition of pipeline.report.tables) {
      const one = await makeTable(run, definition, { bucket, engine, hidden, threads });
      made.push(one);
      log.info('A table was made', { table: definition.name, rows: one.rowCount });
    }
    const joins = await countJoins(pipeline.sources, engine);
    return complete(run, { made, joins }, { bucket, pipeline, engine });
  });
