import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { handlerOf } from '../../bricks/handler.ts';
import { keyFor } from '../accounts/key.ts';

/** https://www.rfc-editor.org/rfc/rfc7519#section-4.1 */
export const handler = handlerOf(z.object({ account: z.string() }), async ({ account }) =>
  new SignJWT()
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(process.env.ISSUER ?? '')
    .setAudience(process.env.ISSUER ?? '')
    .setSubject(account)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('10 minutes')
    .sign(await keyFor('tokens')),
);
