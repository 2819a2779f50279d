import { z } from 'zod';

/** What one contestant is told: its only argument, as JSON. All paths are absolute. */
export const taskSchema = z.object({
  contestant: z.string(),
  /** The folder with the four uploads. */
  data: z.string(),
  /** A folder that holds nothing but an empty folder `scratch`: the result goes to `result.csv` in it. */
  work: z.string(),
  threads: z.int(),
  memoryMegabytes: z.int(),
  /** Of a source that is read in parts. */
  partBytes: z.int(),
});
export type Task = z.infer<typeof taskSchema>;

/** What a contestant counted of one source; `faults` are values at fault by column. read = clean + rejected + duplicates. */
const countsSchema = z.object({
  read: z.int(),
  clean: z.int(),
  rejected: z.int(),
  duplicates: z.int(),
  faults: z.record(z.string(), z.int()),
});
export type Counts = z.infer<typeof countsSchema>;

/** What a contestant counted of each source, of its steps and of its tables. */
export type Contested = Pick<z.input<typeof doneSchema>, 'counts' | 'steps' | 'files' | 'scannedBytes'>;

/** What a contestant says at its end: the last line of its output, as JSON. */
export const doneSchema = z.object({
  counts: z.record(z.string(), countsSchema),
  /** User and system time of the whole process. */
  cpuSeconds: z.number(),
  peakMegabytes: z.number(),
  /** How often each step was done, and in how many seconds all of them. */
  steps: z.record(z.string(), z.object({ times: z.int(), seconds: z.number() })).default({}),
  /** SHA-256 of all files that it makes of the result; of a pipeline alone. */
  files: z.array(z.string()).optional(),
  /** By Athena. */
  scannedBytes: z.int().optional(),
});
export type Done = z.infer<typeof doneSchema>;
