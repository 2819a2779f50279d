import { z } from 'zod';

/** The pipeline's own message in the queue, sent with a delay: look at the batch again, it was too young to judge. */
export const lookAgainSchema = z.object({ lookAgain: z.object({ batch: z.string() }) });
export type LookAgainMessage = z.infer<typeof lookAgainSchema>;
