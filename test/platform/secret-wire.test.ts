import { inspect } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { openSecrets } from '../../functions/platform/secret.ts';
import { listenOnLoopback } from '../../local/loopback.ts';
import { secretsManager } from '../../local/services/secrets-manager.ts';

/** A Secrets Manager on the loopback address, asked by the ordinary client with credentials that can be told. */
const credentials = { accessKeyId: 'AKIDHIDDEN', secretAccessKey: 'hidden-key', sessionToken: 'hidden-token' };
const secretsAt = (endpoint: string) =>
  openSecrets(new SecretsManagerClient({ endpoint, credentials, region: 'eu-central-1', maxAttempts: 1 }));

const fault = async (call: Promise<string>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

it('reads a secret over the wire', async () => {
  const { url, close } = await listenOnLoopback(secretsManager({ 'shop/db': 'open sesame' }));
  expect(await secretsAt(url)('shop/db')).toBe('open sesame');
  await close();
});

it('names a secret that is missing, and holds no credential in the error, whoever prints it', async () => {
  const { url, close } = await listenOnLoopback(secretsManager({ 'shop/db': 'open sesame' }));
  const error = await fault(secretsAt(url)('shop/bd'));
  await close();
  expect(error).toMatchObject({
    name: 'SourceRefused',
    message: expect.stringMatching(/"shop\/bd" is not there: create it/),
  });
  expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/hidden-|open sesame/);
});

it('says that Secrets Manager is down, without a credential', async () => {
  const { url, close } = await listenOnLoopback(secretsManager({}));
  await close();
  const error = await fault(secretsAt(url)('shop/db'));
  expect(error).toMatchObject({ name: 'SourceUnavailable', message: expect.stringContaining('shop/db') });
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('hidden-');
});
