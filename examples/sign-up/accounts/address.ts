import { createHash } from 'node:crypto';
import { z } from 'zod';

/** An address of e-mail, of which there is one account however it is written: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3 */
export const address = z.string().trim().toLowerCase().pipe(z.email().max(254));

/** What executions know of an address, so that none stands in a history. */
export const accountOf = (whose: z.infer<typeof address>): string =>
  createHash('sha256').update(whose).digest('base64url');
