import { z } from 'zod';
import { reportSchema } from '../core/document.ts';
import { tableSchema } from '../core/quality.ts';

const { shape } = reportSchema;

/**
 * Only what today's report needs of the report compared with, so that an older one serves for as long as its tables can
 * be read: what it does not have, nothing is said of.
 */
export const previousSchema = z.object({
  $schema: shape.$schema,
  tables: z.array(tableSchema),
  batch: shape.batch.optional().catch(undefined),
  quality: z
    .array(z.object({ source: z.string(), clean: z.int(), leftOut: z.boolean() }))
    .default([])
    .catch([]),
  absent: shape.absent.default([]).catch([]),
  late: z.array(z.unknown()).default([]).catch([]),
  checks: z
    .array(z.object({ check: z.string(), result: z.string() }))
    .default([])
    .catch([]),
});
export type Previous = z.infer<typeof previousSchema>;

/** Checks that tell of something that is not there. */
const lacking = new Set(['absent', 'days', 'late', 'left_out', 'not_over']);

/** Whether that report lacks something itself, so that a change against it may come from that. */
export const isPartial = ({ quality, absent, late, checks }: Previous): boolean =>
  absent.length > 0 ||
  late.length > 0 ||
  quality.some(({ leftOut }) => leftOut) ||
  checks.some(({ check, result }) => lacking.has(check) && result !== 'pass');
