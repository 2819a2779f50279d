import { z } from 'zod';
import { TributaryError } from '../../core/errors.ts';
import { takenKey } from '../../core/keys.ts';
import { joinSchema, tableFilesSchema, tableSchema } from '../../core/quality.ts';
import { readStored } from '../../core/stored.ts';
import type { Bucket } from '../../core/world.ts';

/** `athena/<table>.json`: a table that is made, and what its query has read. */
export const takenTable = z.object({
  columns: tableSchema.shape.columns,
  rowCount: z.int(),
  files: tableFilesSchema,
  scannedBytes: z.int(),
});

/** `athena/_joins.json` */
export const takenJoins = z.object({ joins: z.array(joinSchema), scannedBytes: z.int() });

/** What the answer to a query came to. Throws TableFailed where it was not taken. */
export async function readTaken<Schema extends z.ZodType>(
  schema: Schema,
  { run, query }: { readonly run: string; readonly query: string },
  bucket: Bucket,
): Promise<z.output<Schema>> {
  const taken = await readStored(schema, takenKey(run, query), bucket);
  if (taken) return taken;
  throw new TributaryError(
    'TableFailed',
    `${takenKey(run, query)} is not in the bucket: what Athena answers to the query "${query}" was not taken. Start the run again with an attempt.`,
  );
}
