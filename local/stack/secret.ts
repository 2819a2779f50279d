import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Kind } from './kind.ts';

const secretProperties = z.object({
  Name: z.string().optional(),
  GenerateSecretString: z.object({ PasswordLength: z.int().default(32) }),
});
/** Of letters and digits, which every set of characters that may be asked for allows. */
export const secret: Kind = {
  needs: ['secrets-manager'],
  make: async (id, properties, { named, ask }) => {
    const { Name = named(id), GenerateSecretString } = secretProperties.parse(properties);
    const length = GenerateSecretString.PasswordLength;
    const SecretString = randomBytes(length).toString('hex').slice(0, length);
    const { ARN } = secretMade.parse(await ask('secrets-manager', 'createSecret', { Name, SecretString }));
    return { ref: ARN, attributes: { Id: ARN } };
  },
};
const secretMade = z.object({ ARN: z.string() });
