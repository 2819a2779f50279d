import { join } from 'node:path';
import { tableKey } from '../../core/keys.ts';
import type { RunInput } from '../../core/manifest.ts';
import type { AggregateWorld } from '../aggregate.ts';
import { type Aggregated, complete } from '../complete.ts';
import { type Made, openParquet } from '../files.ts';
import { joinsQuery, queriesOf } from './queries.ts';
import { readTaken, takenJoins, takenTable } from './taken.ts';

/**
 * Writes the workbook, and `tables/_complete.json` last, over the tables that were taken: as where the engine has made
 * them, and how much Athena has read. Throws TableFailed where one was not taken.
 */
export const finish = (
  { run }: RunInput,
  { bucket, pipeline, withEngine }: Pick<AggregateWorld, 'bucket' | 'pipeline' | 'withEngine'>,
): Promise<Aggregated> =>
  withEngine(async (engine) => {
    const made: (Made & { readonly scannedBytes: number })[] = [];
    for (const { name } of pipeline.report.tables) {
      made.push(await readTaken(takenTable, { run, query: name }, bucket));
      const path = join(engine.directory, `${name}.parquet`);
      await bucket.download(tableKey(run, name, 'parquet'), path);
      await openParquet(name, path, engine);
    }
    const counted = queriesOf(pipeline).includes(joinsQuery)
      ? await readTaken(takenJoins, { run, query: joinsQuery }, bucket)
      : undefined;
    const scannedBytes = [...made, ...(counted ? [counted] : [])].map((one) => one.scannedBytes);
    return complete(run, { made, joins: counted?.joins ?? [], scannedBytes }, { bucket, pipeline, engine });
  });
