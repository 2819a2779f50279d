import { join } from 'node:path';
import { z } from 'zod';
import { batchOf } from '../core/batch.ts';
import { tablesKey, workbookKey } from '../core/keys.ts';
import type { RunInput } from '../core/manifest.ts';
import type { aggregatedSchema } from '../core/quality.ts';
import type { Bucket, Log, WithEngine } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { TableDefinition } from '../definition/define-report.ts';
import { hidesValues } from '../definition/define-source.ts';
import { tongueOf } from '../publishing/tongue.tsx';
import { countJoins } from './joins.ts';
import { openBatch, openSources } from './sources.ts';
import { type Made, makeTable } from './table.ts';
import { writeWorkbook } from './workbook/workbook.ts';

export interface AggregateWorld {
  readonly bucket: Bucket;
  readonly pipeline: Pipeline;
  readonly withEngine: WithEngine;
  readonly log: Log;
}

const setting = z.tuple([z.object({ threads: z.coerce.number() })]);

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * Makes every table of the report from the clean sources, in the report's order, as Parquet, CSV and JSON and all of
 * them as a workbook, and counts joins without a partner; `tables/_complete.json` is written last. Throws TableFailed where a table's SQL is at fault.
 */
export const aggregate = (
  { run, batch }: RunInput,
  { bucket, pipeline, withEngine, log }: AggregateWorld,
): Promise<{ tables: { name: string; rows: number }[] }> =>
  withEngine(async (engine) => {
    const [{ threads }] = setting.parse(await engine.rows(`SELECT current_setting('threads') AS threads`));
    // Several would add up doubles, and meet the rows, in another order each time.
    await engine.run('SET threads = 1');
    await openSources(run, pipeline.sources, { bucket, engine });
    await openBatch(batchOf(pipeline.period, batch), engine);

    const hidden = hidesValues(pipeline.sources);
    const made: (Made & { readonly definition: TableDefinition })[] = [];
    for (const definition of pipeline.report.tables) {
      const one = await makeTable(run, definition, { bucket, engine, hidden, threads });
      made.push({ ...one, definition });
      log.info('A table was made', { table: one.table.name, rows: one.table.rowCount });
    }
    const joins = await countJoins(pipeline.sources, engine);
    const path = join(engine.directory, 'workbook.xlsx');
    const sheets = made.map(({ definition, columns, table }) => ({ definition, columns, rowCount: table.rowCount }));
    await writeWorkbook(sheets, path, { engine, tongue: tongueOf(pipeline.locale) });
    const complete: z.infer<typeof aggregatedSchema> = {
      tables: made.map(({ table }) => table.name),
      joins,
      files: made.map(({ files }) => files),
      ...(made.length > 0 && { workbook: await bucket.upload(path, workbookKey(run), xlsx) }),
    };
    await bucket.write(tablesKey(run), JSON.stringify(complete), { contentType: 'application/json' });
    return { tables: made.map(({ table: { name, rowCount } }) => ({ name, rows: rowCount })) };
  });
