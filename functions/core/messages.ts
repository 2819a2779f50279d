import { z } from 'zod';

/** The pipeline's own message in the queue, sent with a delay: look at the batch again, it was too young to judge. */
export const lookAgainSchema = z.object({
  lookAgain: z.object({
    batch: z.string(),
    /** How many such messages of the batch came before, one because of the other. */
    round: z.int().min(1).default(1),
  }),
});
export type LookAgainMessage = z.infer<typeof lookAgainSchema>;

/** The schedule's message in the queue, so many seconds after the end of a batch; or a person's, who names the batch. */
export const openSchema = z.object({
  open: z.union([
    z.strictObject({ batch: z.string() }),
    z.strictObject({ at: z.iso.datetime({ offset: true }), after: z.int().min(0) }),
  ]),
});
export type OpenMessage = z.infer<typeof openSchema>;

/** A person's message in the queue: run the same inputs again, under a number of its own, and perhaps accept what the gate held. */
export const rerunSchema = z.object({
  rerun: z.object({
    run: z.string().regex(/^[0-9-]+-[0-9a-f]{16}$/, 'name the run without an attempt'),
    /** 2 for the first rerun; the same number twice is the same rerun. */
    attempt: z.int().min(2).max(999),
    /** Why the report is to be published although rows are past the limits. */
    accept: z.string().trim().min(1).max(500).optional(),
  }),
});
export type Rerun = z.infer<typeof rerunSchema>['rerun'];
