import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';
import { z } from 'zod';

/** One that stands alone is at least so long, and every character may be in it: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver */
export const newPassword = z.string().normalize('NFKC').min(15).max(128);

/** One that is compared. */
export const password = z.string().normalize('NFKC').max(128);

/** https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id */
const cost = { memorySize: 19 * 1024, iterations: 2, parallelism: 1 };

/** In the form that tells its own salt and cost. */
export const hashOf = (said: string): Promise<string> =>
  argon2id({ ...cost, password: said, salt: randomBytes(16), hashLength: 32, outputType: 'encoded' });

/** Takes as long where there is no hash to compare with. */
export async function isRight(said: string, hash: string | undefined): Promise<boolean> {
  const isSame = await argon2Verify({ password: said, hash: hash ?? ofNobody });
  return isSame && hash !== undefined;
}

const zeros = (bytes: number) => Buffer.alloc(bytes).toString('base64').replaceAll('=', '');
const ofNobody = `$argon2id$v=19$m=${cost.memorySize},t=${cost.iterations},p=${cost.parallelism}$${zeros(16)}$${zeros(32)}`;
