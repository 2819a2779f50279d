import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { secretsManager } from '../../../local/services/secrets-manager.ts';

let close: () => Promise<void>;
let client: SecretsManagerClient;
beforeEach(async () => {
  const served = await listenOnLoopback(secretsManager({ known: 'open sesame' }));
  close = served.close;
  client = new SecretsManagerClient({ endpoint: served.url, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await close();
});

const secretOf = async (SecretId: string | undefined) => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
  return SecretString;
};

it('keeps what is created, by its name and its ARN', async () => {
  const { ARN } = await client.send(new CreateSecretCommand({ Name: 'shop/key', SecretString: 'a' }));
  expect([await secretOf('shop/key'), await secretOf(ARN), await secretOf('known')]).toEqual(['a', 'a', 'open sesame']);
});

it('creates none twice', async () => {
  const again = client.send(new CreateSecretCommand({ Name: 'known', SecretString: 'b' }));
  await expect(again).rejects.toMatchObject({ name: 'ResourceExistsException' });
  expect(await secretOf('known')).toBe('open sesame');
});

it('knows no other', async () => {
  await expect(secretOf('unknown')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
