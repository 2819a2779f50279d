import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { keyFor } from './key.ts';

const digits = 6;
export const code = z.string().regex(new RegExp(`^\\d{${digits}}$`), 'Invalid code: expected six digits');

/** Tried more often, a code is worth nothing any more: a guesser is right once in 200,000 sign-ups. */
export const mostTries = 5;

export const newCode = (): string => String(randomInt(10 ** digits)).padStart(digits, '0');

/** Without the key, a million guesses would tell which code it is of. */
export async function codeHashOf(signUp: string, said: string): Promise<string> {
  return createHmac('sha256', await keyFor('codes'))
    .update(`${signUp}/${said}`)
    .digest('base64url');
}

export const isSame = (hash: string, other: string): boolean => timingSafeEqual(Buffer.from(hash), Buffer.from(other));
