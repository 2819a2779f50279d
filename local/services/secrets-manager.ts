import type { Server } from 'node:http';
import { z } from 'zod';
import { account, region } from '../aws.ts';
import { jsonServer } from '../states/service/json-server.ts';
import { Refusal } from '../states/service/refusal.ts';

const getSecretValue = z.object({ SecretId: z.string() });
const createSecret = z.object({ Name: z.string(), SecretString: z.string() });

/** Secrets Manager, whose secrets are texts, by their names or ARNs: https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */
export const secretsManager = (secrets: Readonly<Record<string, string>> = {}): Server => {
  const kept = new Map(Object.entries(secrets));
  return jsonServer('Secrets Manager', {
    GetSecretValue: (request) => {
      const Name = nameOf(getSecretValue.parse(request).SecretId);
      const SecretString = kept.get(Name);
      if (SecretString !== undefined) return { ARN: arnOf(Name), Name, SecretString };
      throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    },
    CreateSecret: (request) => {
      const { Name, SecretString } = createSecret.parse(request);
      if (kept.has(Name)) throw new Refusal('ResourceExistsException', `The secret ${Name} already exists.`);
      kept.set(Name, SecretString);
      return { ARN: arnOf(Name), Name };
    },
  });
};

const prefix = `arn:aws:secretsmanager:${region}:${account}:secret:`;
const arnOf = (name: string) => `${prefix}${name}-local0`;
const nameOf = (id: string) => (id.startsWith(prefix) ? id.slice(prefix.length).replace(/-local0$/, '') : id);
