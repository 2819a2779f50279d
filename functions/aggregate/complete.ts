import { join } from 'node:path';
import type { z } from 'zod';
import { uploaded } from '../core/content.ts';
import { tablesKey, workbookKey } from '../core/keys.ts';
import type { aggregatedSchema, Join } from '../core/quality.ts';
import type { Bucket, Engine } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { tongueOf } from '../publishing/tongue.tsx';
import type { Made } from './files.ts';
import { writeWorkbook } from './workbook/workbook.ts';

/** What a run has when all of its tables are made. */
interface All {
  /** Each table of the report, in its order; all are in the engine. */
  readonly made: readonly Made[];
  readonly joins: readonly Join[];
  /** Where Athena made them. */
  readonly scannedBytes?: readonly number[];
}

interface World {
  readonly bucket: Bucket;
  readonly pipeline: Pipeline;
  readonly engine: Engine;
}

/** What aggregate answers. */
export interface Aggregated {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Writes all tables as a workbook, and `tables/_complete.json` last. */
export async function complete(
  run: string,
  { made, joins, scannedBytes }: All,
  { bucket, pipeline, engine }: World,
): Promise<Aggregated> {
  const path = join(engine.directory, 'workbook.xlsx');
  const sheets = pipeline.report.tables.flatMap((definition, at) => {
    const one = made[at];
    return one ? [{ definition, ...one }] : [];
  });
  await writeWorkbook(sheets, path, { engine, tongue: tongueOf(pipeline.locale) });
  const files = made.map((one) => one.files);
  const tables = files.map(({ table }) => table);
  const all: z.infer<typeof aggregatedSchema> = {
    tables,
    joins: [...joins],
    files,
    ...(made.length > 0 && { workbook: await uploaded(path, { key: workbookKey(run), contentType: xlsx }, bucket) }),
    ...(scannedBytes && { scannedBytes: [...scannedBytes] }),
  };
  await bucket.write(tablesKey(run), JSON.stringify(all), { contentType: 'application/json' });
  return { tables: made.map(({ files: { table: name }, rowCount: rows }) => ({ name, rows })) };
}
