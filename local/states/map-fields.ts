import { z } from 'zod';
import { json } from './json.ts';

/** A number, or an expression of JSONata that gives one. */
export const count = z.int().min(0).or(z.string());
export const path = z.string();

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const readerConfig = z.strictObject({
  Comment: z.string().optional(),
  InputType: z.enum(['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST']).optional(),
  Transformation: z.enum(['NONE', 'LOAD_AND_FLATTEN']).optional(),
  ManifestType: z.enum(['ATHENA_DATA', 'S3_INVENTORY']).optional(),
  CSVHeaderLocation: z.enum(['FIRST_ROW', 'GIVEN']).optional(),
  CSVHeaders: z.array(z.string()).optional(),
  CSVDelimiter: z.enum(['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']).optional(),
  ItemsPointer: z.string().optional(),
  MaxItems: count.optional(),
  MaxItemsPath: path.optional(),
});

export const reader = z.strictObject({
  Comment: z.string().optional(),
  Resource: z.string(),
  Parameters: json.optional(),
  Arguments: json.optional(),
  ReaderConfig: readerConfig.optional(),
});
export type ItemReader = z.infer<typeof reader>;
export type ReaderConfig = z.infer<typeof readerConfig>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
export const batcher = z.strictObject({
  Comment: z.string().optional(),
  MaxItemsPerBatch: count.optional(),
  MaxItemsPerBatchPath: path.optional(),
  MaxInputBytesPerBatch: count.optional(),
  MaxInputBytesPerBatchPath: path.optional(),
  BatchInput: json.optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
const writerConfig = z.strictObject({
  Transformation: z.enum(['NONE', 'COMPACT', 'FLATTEN']).optional(),
  OutputType: z.enum(['JSON', 'JSONL']).optional(),
});

export type WriterConfig = z.infer<typeof writerConfig>;

export const writer = z.strictObject({
  Comment: z.string().optional(),
  Resource: z.string().optional(),
  Parameters: json.optional(),
  Arguments: json.optional(),
  WriterConfig: writerConfig.optional(),
});
