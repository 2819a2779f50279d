import { z } from 'zod';

/** The bytes of a file: how many there are, and their SHA-256 in small hexadecimal letters. */
export const contentSchema = z.object({ bytes: z.int(), sha256: z.string() });
export type Content = z.infer<typeof contentSchema>;
