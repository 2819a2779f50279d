import { join } from 'node:path';
import { z } from 'zod';
import { csvCopy } from '../../functions/core/csv.ts';
import { rejectedPrefix } from '../../functions/core/keys.ts';
import { literal } from '../../functions/core/quote.ts';
import { inWhole, wholeText } from '../../functions/core/whole-text.ts';
import type { Engine } from '../../functions/core/world.ts';
import type { Site } from '../site/site.ts';

/** A reason to reject a row; the value of a sensitive column is masked, as it is everywhere. */
export const rejectedSchema = z.object({
  source: z.string(),
  file: z.string(),
  /** Of the file's data rows, from 1. */
  row: z.coerce.number(),
  column: z.string().nullable(),
  reason: z.string(),
  value: wholeText.nullable(),
});
export type Rejected = z.infer<typeof rejectedSchema>;

/** Puts the rejected rows of a run's sources into the table `rejected`, a row for each reason. */
export async function loadRejected(
  { run, sources }: { readonly run: string; readonly sources: readonly string[] },
  { bucket }: Pick<Site, 'bucket'>,
  engine: Engine,
): Promise<void> {
  await engine.run(
    'CREATE TABLE rejected (source VARCHAR, file VARCHAR, "row" BIGINT, "column" VARCHAR, reason VARCHAR, "value" VARCHAR)',
  );
  for (const source of sources) {
    for (const [at, { key }] of (await bucket.list(rejectedPrefix(run, source))).entries()) {
      const path = join(engine.directory, `${source}-${at}.parquet`);
      await bucket.download(key, path);
      // Not `raw`, which holds the row as it was delivered, with all that is sensitive in it.
      await engine.run(`
        INSERT INTO rejected SELECT ${literal(source)}, file, "row", one."column", one.reason, one."value"
        FROM (SELECT file, "row", unnest(reasons) AS one FROM read_parquet(${literal(path)}))`);
    }
  }
}

/** SQL of the rows of `rejectedSchema`. */
export const rejectedRows = `SELECT * REPLACE (${inWhole('"value"')} AS "value") FROM rejected`;

/** SQL that writes the table, of so many rows, as CSV that is safe to open in a spreadsheet. */
export const rejectedCopy = (path: string, rows: number): string =>
  csvCopy(
    'rejected',
    ['source', 'file', 'row', 'column', 'reason', 'value'].map((name) => ({
      name,
      type: name === 'row' ? ('number' as const) : ('text' as const),
    })),
    { path, rows },
  );
