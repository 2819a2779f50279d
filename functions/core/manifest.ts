import { z } from 'zod';

/** One frozen input object. `versionId` is absent where the bucket keeps no versions. */
export const inputObject = z.object({
  key: z.string(),
  size: z.int().min(0),
  etag: z.string(),
  lastModified: z.iso.datetime(),
  versionId: z.string().optional(),
});
export type InputObject = z.infer<typeof inputObject>;

/** What a run is made from, frozen before it starts: `runs/<run>/manifest.json`. */
export const manifestSchema = z.object({
  run: z.string(),
  batch: z.string(),
  attempt: z.int().min(1),
  /** Of `pipeline/`, taken when the code was bundled. */
  fingerprint: z.string(),
  frozenAt: z.iso.datetime(),
  /** The sources of this run with their objects in order of delivery; a pulled source has none. */
  sources: z.array(z.object({ name: z.string(), objects: z.array(inputObject) })),
  /** Optional sources that had not delivered when the run was frozen. */
  absent: z.array(z.string()),
  /** What sources lacked when their deadline had passed: `partial` goes on with the objects that were there. */
  late: z
    .array(z.object({ source: z.string(), lacks: z.string(), action: z.enum(['partial', 'fail']) }))
    .min(1)
    .optional(),
  /** The published report of the batch before, looked up once. */
  comparedWith: z.object({ batch: z.string(), run: z.string() }).nullable(),
  /** A person's reason to publish although these sources are past their limits: what held the attempt before. */
  waiver: z.object({ reason: z.string(), sources: z.array(z.string()).min(1) }).nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** `raw/<source>/_complete.json`, written last: what the snapshot holds, in order of delivery. */
export const snapshotSchema = z.object({
  source: z.string(),
  objects: z.array(z.object({ key: z.string(), origin: z.string(), size: z.int(), etag: z.string() })),
  /** Of the content: the same where two runs got the same bytes from the origin. */
  digest: z.string().optional(),
  /** What may be wrong with it, each a sentence for a person. */
  warnings: z.array(z.string()).optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What every step of the state machine is told; nothing in it varies between two executions of a run. */
export const runInput = z.object({ run: z.string(), batch: z.string() });
export type RunInput = z.infer<typeof runInput>;
export const sourceInput = runInput.extend({ source: z.string() });
export type SourceInput = z.infer<typeof sourceInput>;

/** What children of an execution did: so many calls of preprocess, in so many seconds all of them. */
export const childrenSchema = z.object({ calls: z.int(), seconds: z.number() });
export type Children = z.infer<typeof childrenSchema>;

/** What report answers: the output of an execution, and what `notify` tells of it. */
export const reportedSchema = z.object({
  run: z.string(),
  batch: z.string(),
  published: z.boolean(),
  /** The key of the page: the report, or the quality page of a held run. */
  page: z.string(),
  /** The headline figures as a person reads them, with their change against the report compared with. */
  figures: z.array(z.object({ title: z.string(), value: z.string(), change: z.string().optional() })),
  /** What the run costs, estimated; null where nobody can tell. */
  dollars: z.number().nullable().default(null),
});
export type Reported = z.infer<typeof reportedSchema>;
