import { z } from 'zod';
import { type Quality, rejectionSchema } from '../../core/quality.ts';
import { literal } from '../../core/quote.ts';
import type { Engine } from '../../core/world.ts';

const counted = z.array(
  rejectionSchema.extend({
    rows: z.coerce.number(),
    examples: z.array(z.object({ file: z.string(), row: z.coerce.number(), value: z.string() })),
  }),
);

/** The reasons for which rows were rejected, the most frequent first, each with its first three rows. */
export async function rejectionsOf(rejected: string, engine: Engine): Promise<Quality['rejections']> {
  return counted.parse(
    await engine.rows(`
    SELECT one."column", one.reason, count(*) AS rows,
      arg_min({'file': file, 'row': "row", 'value': one."value"}, number, 3) AS examples
    FROM (SELECT file, "row", file_row_number AS number, unnest(reasons) AS one
      FROM read_parquet(${literal(rejected)}, file_row_number = true))
    GROUP BY ALL ORDER BY rows DESC, one."column" NULLS FIRST, one.reason`),
  );
}
