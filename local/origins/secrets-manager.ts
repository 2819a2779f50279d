import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';
import { listenOnLoopback } from '../loopback.ts';

/**
 * Answers the AWS JSON protocol of Secrets Manager on the loopback address, as far as the pipeline speaks it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export async function serveSecrets(secrets: Readonly<Record<string, string>>): Promise<{
  readonly endpoint: string;
  close(): Promise<void>;
}> {
  const answer = (target: unknown, body: string) => {
    const SecretId = jsonText(request).safeParse(body).data?.SecretId ?? '';
    const SecretString = Object.hasOwn(secrets, SecretId) ? secrets[SecretId] : undefined;
    if (target !== 'secretsmanager.GetSecretValue') return refused('InvalidRequestException', `no ${target} here`);
    if (SecretString === undefined) return refused('ResourceNotFoundException', `no secret ${SecretId}`);
    return { status: 200, body: { ARN: `arn:aws:secretsmanager:local:000000000000:secret:${SecretId}`, SecretString } };
  };
  const server = createServer((request, response) => {
    void text(request).then((asked) => {
      const { status, body } = answer(request.headers['x-amz-target'], asked);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  const { url, close } = await listenOnLoopback(server);
  return { endpoint: url, close };
}

const request = z.object({ SecretId: z.string() });

const refused = (__type: string, message: string) => ({ status: 400, body: { __type, message } });
