import { z } from 'zod';
import { inputObject } from './manifest.ts';
import { cellSchema, joinSchema, qualitySchema, tableSchema } from './quality.ts';

/**
 * `report.json`, the machine-readable twin of the page. The same manifest gives the same bytes,
 * but for the object `run`, which alone holds what may differ between two executions.
 */
export const reportSchema = z.object({
  $schema: z.literal('tributary/report/1'),
  title: z.string(),
  batch: z.object({ name: z.string(), from: z.iso.date(), to: z.iso.date() }),
  /** `held` has data quality and lineage only. */
  result: z.enum(['published', 'held']),
  comparedWith: z.object({ batch: z.string(), run: z.string() }).nullable(),
  waiver: z.object({ reason: z.string() }).nullable(),
  figures: z.array(
    z.object({
      title: z.string(),
      column: z.string(),
      value: cellSchema,
      previous: cellSchema,
      unit: z.string(),
      digits: z.int(),
      better: z.enum(['higher', 'lower', 'neither']),
    }),
  ),
  tables: z.array(tableSchema),
  quality: z.array(
    qualitySchema.extend({
      title: z.string(),
      optional: z.boolean(),
      /** The data dictionary: what the contract says of each column. */
      columns: z.array(
        z.object({ name: z.string(), type: z.string(), required: z.boolean(), description: z.string(), checks: z.array(z.string()) }),
      ),
    }),
  ),
  /** Optional sources that delivered nothing. */
  absent: z.array(z.string()),
  joins: z.array(joinSchema),
  lineage: z.array(
    inputObject.omit({ versionId: true, lastModified: true }).extend({ source: z.string(), rows: z.int().nullable() }),
  ),
  definition: z.string(),
  run: z.object({
    id: z.string(),
    attempt: z.int(),
    execution: z.string(),
    startedAt: z.string(),
    codeVersion: z.string(),
    inputs: z.array(z.object({ key: z.string(), lastModified: z.string(), versionId: z.string().nullable() })),
  }),
});
export type ReportDocument = z.infer<typeof reportSchema>;
