import type { z } from 'zod';

/** Reads what has that key by the schema, and nothing else: of the many nodes of a tree, few are worth a schema's time. */
export const reader =
  <T>(key: string, schema: z.ZodType<T>) =>
  (node: unknown): T | undefined =>
    typeof node === 'object' && node !== null && key in node ? schema.safeParse(node).data : undefined;
