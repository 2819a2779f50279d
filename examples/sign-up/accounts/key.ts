import { hkdfSync } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';

const client = new SecretsManagerClient();
let secret: Promise<string> | undefined;

/** A key for one purpose, from which those for others cannot be told: https://www.rfc-editor.org/rfc/rfc5869 */
export async function keyFor(purpose: 'codes' | 'tokens'): Promise<Uint8Array> {
  secret ??= readSecret();
  try {
    return new Uint8Array(hkdfSync('sha256', await secret, '', purpose, 32));
  } catch (error) {
    secret = undefined; // it is asked for again
    throw error;
  }
}

async function readSecret(): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: process.env.KEY }));
  return z.string().min(64).parse(SecretString);
}
