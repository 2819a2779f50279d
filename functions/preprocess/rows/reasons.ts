import { z } from 'zod';
import { csvCopy } from '../../core/csv.ts';
import { type Quality, rejectionSchema } from '../../core/quality.ts';
import { literal, literals } from '../../core/quote.ts';
import { inWhole, wholeText } from '../../core/whole-text.ts';
import type { Engine } from '../../core/world.ts';

const counted = z.array(
  rejectionSchema.extend({
    rows: z.coerce.number(),
    examples: z.array(z.object({ file: z.string(), row: z.coerce.number(), value: wholeText })),
  }),
);

/** The reasons for which rows were rejected, the most frequent first, each with its first five rows. */
export async function rejectionsOf(rejected: string, engine: Engine): Promise<Quality['rejections']> {
  return counted.parse(
    await engine.rows(`
    SELECT one."column", one.reason, count(*) AS rows,
      arg_min({'file': file, 'row': "row", 'value': ${inWhole('one."value"')}}, number, 5) AS examples
    FROM (SELECT file, "row", file_row_number AS number, unnest(reasons) AS one
      FROM read_parquet(${literal(rejected)}, file_row_number = true))
    GROUP BY ALL ORDER BY rows DESC, one."column" NULLS FIRST, one.reason`),
  );
}

/** Writes all reasons of all rejected rows as CSV, a line for each; none of it tells a value that is sensitive. */
export async function writeRejected(
  rejected: readonly string[],
  { path, rows }: { readonly path: string; readonly rows: number },
  engine: Engine,
): Promise<void> {
  const reasons = `(SELECT file, "row", one."column", one.reason, one."value"
    FROM (SELECT file, "row", unnest(reasons) AS one FROM read_parquet(${literals(rejected)})))`;
  const text = (name: string) => ({ name, type: 'text' as const });
  const columns = [text('file'), { name: 'row', type: 'number' as const }, ...['column', 'reason', 'value'].map(text)];
  await engine.run(csvCopy(reasons, columns, { path, rows }));
}
