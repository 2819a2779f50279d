import { z } from 'zod';
import { contentSchema } from './content.ts';

/** One reason for which rows of a source were rejected, with the first few of them. */
export const rejectionSchema = z.object({
  /** The column, with its name in the files first where that is another, or null where the whole row is at fault (too few columns, a rule, a broken line). */
  column: z.string().nullable(),
  reason: z.string(),
  rows: z.int(),
  /** At most five, in order of delivery; values of sensitive columns are masked. `row` counts data rows from 1. */
  examples: z.array(z.object({ file: z.string(), row: z.int(), value: z.string() })),
});

const fileQualitySchema = z.object({
  file: z.string(),
  format: z.string(),
  rows: z.int(),
  /** Why the file as a whole could not be read; null for a file that could. */
  fault: z.string().nullable(),
  extraColumns: z.array(z.string()),
  sha256: z.string().optional().describe('Of its bytes, as they were delivered; absent where it was not read.'),
});

/** `runs/<run>/quality/<source>.json`: what preprocess counted; read = clean + rejected + duplicates. */
export const qualitySchema = z.object({
  source: z.string(),
  files: z.array(fileQualitySchema),
  /** In so many parts the rows lie; absent for one. */
  parts: z.int().min(0).optional(),
  read: z.int(),
  clean: z.int(),
  rejected: z.int(),
  duplicates: z.int(),
  rejections: z.array(rejectionSchema),
  withinLimits: z.boolean(),
  /** Whether it holds the run: it is past its limits, and nobody has accepted that. */
  holds: z.boolean(),
  /** Why the source is past its limits or left out, each a sentence for a person. Empty where all is well. */
  problems: z.array(z.string()),
  /** What may be wrong, and holds nothing, each a sentence for a person. */
  warnings: z.array(z.string()).optional(),
  /** An optional source that could not be used: the report is made without it. */
  leftOut: z.boolean(),
  rejectedFile: contentSchema
    .optional()
    .describe('All rejected rows with their reasons, as CSV; absent where there are none.'),
});
export type Quality = z.infer<typeof qualitySchema>;

/** What is wrong with each source, a line each. */
export const problemLines = (quality: readonly Pick<Quality, 'source' | 'problems' | 'leftOut'>[]): string[] =>
  quality.flatMap(({ source, problems, leftOut }) =>
    problems.map((problem) => `${source}${leftOut ? ' (left out)' : ''}: ${problem}`),
  );

/** Joins without a partner, counted by aggregate over the clean rows: a warning, never a fault. */
export const joinSchema = z.object({
  source: z.string(),
  references: z.string(),
  on: z.array(z.string()),
  /** Clean rows whose joining columns are all there. */
  rows: z.int(),
  unmatched: z.int(),
  /** At most three unmatched values. */
  examples: z.array(z.string()),
});
export type Join = z.infer<typeof joinSchema>;

/** A value of a report table as it travels: a number that a double cannot hold to its last digit is text. */
export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cellSchema>;
export type Row = Readonly<Record<string, Cell>>;

/** `tables/<table>.json`: the table's columns, all its rows counted, and the first of them for page and charts. */
export const tableSchema = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.enum(['text', 'number', 'boolean', 'date', 'timestamp']) })),
  rowCount: z.int(),
  rows: z.array(z.record(z.string(), cellSchema)),
  reads: z.array(z.string()).optional().describe('The sources and earlier tables that its SQL selects from.'),
});
export type Table = z.infer<typeof tableSchema>;

/** What the files of a table hold. */
export const tableFilesSchema = z.object({ table: z.string(), csv: contentSchema, parquet: contentSchema });

/** `tables/_complete.json` */
export const aggregatedSchema = z.object({
  tables: z.array(z.string()),
  joins: z.array(joinSchema),
  /** Of each table. */
  files: z.array(tableFilesSchema).default([]),
  /** All of them, a sheet each; absent where there are none. */
  workbook: contentSchema.optional(),
  /** By each query of Athena; absent where one function made the tables. */
  scannedBytes: z.array(z.int()).optional(),
});
