import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { TributaryError } from '../core/errors.ts';
import type { ReadSecret } from '../core/world.ts';
import { brief, patience } from './patience.ts';
import { unlessUnavailable } from './unavailable.ts';

/** Secrets of Secrets Manager, each read once unless asked for again; throws SourceRefused for one that cannot be had. */
export function openSecrets(client = new SecretsManagerClient({ requestHandler: patience(brief) })): ReadSecret {
  const known = new Map<string, Promise<string>>();
  return (name, { again } = {}) => {
    const there = again ? undefined : known.get(name);
    const value = there ?? read(name, client);
    known.set(name, value);
    // A failure is not kept; whoever asked gets it from the promise itself.
    value.catch(() => known.get(name) === value && known.delete(name));
    return value;
  };
}

async function read(name: string, client: SecretsManagerClient): Promise<string> {
  const asked = () => client.send(new GetSecretValueCommand({ SecretId: name }));
  const { SecretString } = await unlessUnavailable('SourceUnavailable', `Secrets Manager (${name})`, asked).catch(
    (error: unknown) => {
      throw translated(name, error);
    },
  );
  if (SecretString !== undefined) return SecretString;
  throw refused(name, 'holds bytes, not text: store it as text.');
}

/** Without its cause: a client's error holds the request, and what signed it. */
function translated(name: string, error: unknown): unknown {
  if (error instanceof TributaryError) return new TributaryError(error.name, error.message);
  const advice = refusals[named.safeParse(error).data?.name ?? ''];
  return advice ? refused(name, advice) : error;
}

const named = z.object({ name: z.string() });

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html; the messages of AWS stay out. */
const refusals: Readonly<Record<string, string>> = {
  ResourceNotFoundException:
    'is not there: create it in the account and region of the stack, or correct its name in pipeline/sources/.',
  InvalidRequestException: 'is marked for deletion: restore it, or name another one in pipeline/sources/.',
  InvalidParameterException: 'has no valid name: correct it in pipeline/sources/.',
  DecryptionFailure: 'cannot be decrypted: let the role of ingest use its KMS key.',
  AccessDeniedException: 'may not be read: allow it to the role of ingest in functions/ingest/function.yml.',
};

const refused = (name: string, advice: string) => new TributaryError('SourceRefused', `The secret "${name}" ${advice}`);
