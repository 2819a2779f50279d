import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { openSecrets } from '../../functions/platform/secret.ts';

const manager = mockClient(SecretsManagerClient);
const secrets = () => openSecrets(new SecretsManagerClient({ region: 'eu-central-1' }));
const calls = () => manager.commandCalls(GetSecretValueCommand).length;

beforeEach(() => manager.reset());

it('reads a secret by its name, once however many ask', async () => {
  manager.on(GetSecretValueCommand, { SecretId: 'shop/db' }).resolves({ SecretString: 'one' });
  const secret = secrets();
  expect(await Promise.all([secret('shop/db'), secret('shop/db')])).toEqual(['one', 'one']);
  expect(await secret('shop/db')).toBe('one');
  expect(calls()).toBe(1);
});

it('reads it again when asked to, and keeps what it is now', async () => {
  manager.on(GetSecretValueCommand).resolvesOnce({ SecretString: 'one' }).resolvesOnce({ SecretString: 'two' });
  const secret = secrets();
  expect(await secret('shop/db')).toBe('one');
  expect(await secret('shop/db', { again: true })).toBe('two');
  expect(await secret('shop/db')).toBe('two');
  expect(calls()).toBe(2);
});

it('does not keep a failure', async () => {
  const busy = { name: 'ThrottlingException', message: 'busy', $fault: 'client', $metadata: {} } as const;
  manager
    .on(GetSecretValueCommand)
    .rejectsOnce(new SecretsManagerServiceException(busy))
    .resolves({ SecretString: 'a' });
  const secret = secrets();
  await expect(secret('shop/db')).rejects.toMatchObject({
    name: 'SourceUnavailable',
    message: expect.stringContaining('Secrets Manager (shop/db) did not answer'),
  });
  expect(await secret('shop/db')).toBe('a');
});

it('names a secret that is not there, and says what to do', async () => {
  manager.on(GetSecretValueCommand).rejects(new ResourceNotFoundException({ message: 'no', $metadata: {} }));
  await expect(secrets()('shop/db')).rejects.toMatchObject({
    name: 'SourceRefused',
    message: expect.stringMatching(/^The secret "shop\/db" is not there: create it .* or correct its name/),
  });
});

it.each([
  ['AccessDeniedException', /may not be read: allow it to the role/],
  ['InvalidRequestException', /is marked for deletion: restore it/],
  ['DecryptionFailure', /cannot be decrypted: let the role/],
])('refuses what %s keeps from it', async (name, says) => {
  const error = { name, message: 'no', $fault: 'client', $metadata: {} } as const;
  manager.on(GetSecretValueCommand).rejects(new SecretsManagerServiceException(error));
  await expect(secrets()('shop/db')).rejects.toMatchObject({
    name: 'SourceRefused',
    message: expect.stringMatching(says),
  });
});

it('refuses a secret of bytes', async () => {
  manager.on(GetSecretValueCommand).resolves({ SecretBinary: Buffer.from('x') });
  await expect(secrets()('shop/db')).rejects.toMatchObject({ name: 'SourceRefused' });
});
