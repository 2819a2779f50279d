import { z } from 'zod';

/** Text that holds JSON of that shape; anything else is an issue, never a thrown SyntaxError. */
export const jsonText = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch (error) {
        context.addIssue(`not JSON: ${error instanceof Error ? error.message : error}`);
        return z.NEVER;
      }
    })
    .pipe(schema);
