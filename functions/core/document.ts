import { z } from 'zod';
import { changeSchema, checkSchema, verdictSchema } from './checks.ts';
import { contentSchema } from './content.ts';
import { inputObject } from './manifest.ts';
import { cellSchema, joinSchema, qualitySchema, tableSchema } from './quality.ts';

const dictionarySchema = z.array(
  z.object({
    name: z.string(),
    type: z.string(),
    required: z.boolean().describe('Whether a row must have a value.'),
    sensitive: z.boolean().describe('Whether its values are masked in examples.'),
    description: z.string(),
    checks: z.array(z.string()),
  }),
);

/** A column of a table as the page heads it and writes its numbers. */
const columnSchema = tableSchema.shape.columns.element.extend({
  title: z.string().optional(),
  unit: z.string().optional(),
  currency: z.string().optional().describe('An ISO 4217 code.'),
  digits: z.int().optional().describe('Digits behind the point when it is shown.'),
});

const fileSchema = contentSchema.extend({
  file: z.string().describe('Its name in the folder of the report.'),
  kind: z
    .enum(['table', 'rejected', 'workbook', 'page'])
    .describe('A table, all rejected rows of a source, all tables as a workbook, or the page.'),
  of: z.string().nullable().describe('The name of the table or the source; null for what is of the whole report.'),
  rows: z.int().nullable().describe('Of the table, or rejected rows of the source.'),
});

/**
 * `report.json`, the machine-readable twin of the page. The same manifest gives the same bytes,
 * but for the object `run`, which alone holds what may differ between two executions.
 */
export const reportSchema = z.object({
  $schema: z.literal('tributary/report/1').describe('Counts up when a reader of the last version would break.'),
  title: z.string(),
  batch: z
    .object({ name: z.string(), from: z.iso.date(), to: z.iso.date() })
    .describe('The period of the report: the days from `from` up to, not including, `to`.'),
  result: z.enum(['published', 'held']).describe('A held run has data quality and lineage only.'),
  comparedWith: z
    .object({ batch: z.string(), run: z.string() })
    .nullable()
    .describe('The published report that `previous` values come from.'),
  waiver: z
    .object({ reason: z.string(), sources: z.array(z.string()) })
    .nullable()
    .describe('Why a person had the run published although these sources are past their limits.'),
  verdict: verdictSchema
    .default({ use: 'with_care', next: null, says: '' })
    .describe('Whether the report is to be used; it follows from `result` and `checks` alone.'),
  checks: z.array(checkSchema).default([]).describe('All that was checked of the data, what passed as well.'),
  changes: z
    .array(changeSchema)
    .default([])
    .describe('What became of each figure since the report compared with, the biggest mover first.'),
  figures: z
    .array(
      z.object({
        title: z.string(),
        description: z.string().optional().describe('What it counts or measures, as the definition says.'),
        table: z.string(),
        column: z.string(),
        value: cellSchema,
        previous: cellSchema.describe('Of the report compared with; null where it has none.'),
        unit: z.string(),
        currency: z.string().optional().describe('An ISO 4217 code, where it is an amount of money.'),
        digits: z.int().describe('Digits behind the point when it is shown.'),
        better: z.enum(['higher', 'lower', 'neither']),
      }),
    )
    .describe(
      'The headline figures. Exact numbers (decimal, 64-bit) of more than 15 digits are texts, here and in the tables.',
    ),
  tables: z
    .array(
      tableSchema.extend({
        title: z.string().nullable(),
        columns: z.array(columnSchema),
        sql: z.string().optional().describe('The SELECT that made it.'),
        sources: z.array(z.string()).optional().describe('The sources that it rests on, through other tables too.'),
      }),
    )
    .describe('The first rows of each table; `rowCount` counts all, which lie in <name>.csv and <name>.parquet.'),
  files: z.array(fileSchema).default([]).describe('Every file beside report.json, with the SHA-256 of its bytes.'),
  quality: z
    .array(
      qualitySchema.extend({
        title: z.string(),
        description: z.string(),
        optional: z.boolean(),
        key: z.array(z.string()).describe('The columns that identify a row.'),
        rules: z.array(z.string()).describe('The names of the rules across columns.'),
        columns: dictionarySchema.describe('The data dictionary: what the contract says of each column.'),
      }),
    )
    .describe('For each source: read = clean + rejected + duplicates.'),
  absent: z.array(z.string()).describe('Optional sources that delivered nothing.'),
  late: z
    .array(z.object({ source: z.string(), lacks: z.string() }))
    .default([])
    .describe('Sources that were not complete at their deadline, and were taken as they were.'),
  joins: z.array(joinSchema).describe('Rows that point at a row of another source, and how many find none.'),
  lineage: z
    .array(
      inputObject.omit({ versionId: true, lastModified: true }).extend({
        source: z.string(),
        rows: z.int().nullable().describe('Rows read from it; null where it was not read.'),
        sha256: z.string().nullable().default(null).describe('Of its bytes; null where it was not read.'),
      }),
    )
    .describe('Every object that was uploaded and that the run was made from.'),
  pulled: z
    .array(
      z.object({
        source: z.string(),
        kind: z.string(),
        place: z.string().describe('What kind of place it is and where; it holds nothing secret.'),
        from: z.iso
          .datetime()
          .nullable()
          .describe(
            'What was asked for: the time from `from` up to, not including, `to`, in UTC; null for a full list.',
          ),
        to: z.iso.datetime().nullable(),
        rows: z.int().nullable().describe('Rows read from the snapshot; null where there is none.'),
        bytes: z.int().nullable(),
        digest: z.string().nullable().describe('Of the snapshot: the same where two runs got the same bytes.'),
        files: z
          .array(z.object({ file: z.string(), sha256: z.string() }))
          .default([])
          .describe('Of the snapshot, each with the SHA-256 of its bytes.'),
      }),
    )
    .describe('Every database and API that the run was made from.'),
  definition: z.string().describe('The fingerprint of the folder pipeline/ that made the report.'),
  run: z
    .object({
      id: z.string(),
      attempt: z.int(),
      execution: z.string(),
      startedAt: z.string(),
      codeVersion: z.string(),
      dollars: z
        .number()
        .nullable()
        .default(null)
        .describe(
          'An estimate of what Lambda, Step Functions, S3 and Athena cost, by list prices; of a local run what they would have cost. Null where nobody could tell.',
        ),
      scannedBytes: z
        .int()
        .optional()
        .describe('What Athena has scanned to make the tables; absent where one function made them.'),
      inputs: z.array(z.object({ key: z.string(), lastModified: z.string(), versionId: z.string().nullable() })),
      pulled: z.array(z.object({ source: z.string(), at: z.string().describe('When its snapshot was complete.') })),
    })
    .describe('All that may differ between two executions over the same manifest.'),
});
export type ReportDocument = z.infer<typeof reportSchema>;

/** The JSON Schema of `report.json`, as text for `docs/report.schema.json`. */
export const reportJsonSchema = (): string =>
  `${JSON.stringify({ title: 'The report of a run: report.json', ...z.toJSONSchema(reportSchema) }, null, 2)}\n`;
