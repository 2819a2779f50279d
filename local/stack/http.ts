import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { callFunction, type Functions } from '../states/integrations/lambda.ts';
import { isObject, type Json } from '../states/json.ts';
import { eventOf } from './http-event.ts';
import { findRoute, routesOf } from './routes.ts';
import type { ServiceFile } from './service-file.ts';

interface HttpApi {
  readonly file: Pick<ServiceFile, 'functions'>;
  readonly functions: Functions;
  /** Is told why a request was answered with 500, which who asked is not. */
  readonly failed: (name: string, error: unknown) => void;
}

/** The HTTP API of a stack: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html. Whoever calls has it listen. */
export function httpApi({ file, functions, failed }: HttpApi): Server {
  const routes = routesOf(file);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '' } = request;
    const route = findRoute(routes, method, url.replace(/\?.*$/, ''));
    if (!route) return send(told(404, 'Not Found'), response);
    try {
      send(answerOf(await callFunction(functions, route.functionName, await eventOf(request, route))), response);
    } catch (error) {
      failed(route.functionName, error);
      send(told(500, 'Internal Server Error'), response);
    }
  };
  return createServer((request, response) => void answer(request, response));
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const told = (status: number, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});

function send({ status, headers, body }: Answer, response: ServerResponse): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const result = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string().toLowerCase(), scalar).default({}),
  cookies: z.array(z.string()).optional(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** What a function has answered; all that has no status is the body of a 200. Throws for a status with something else than an answer. */
function answerOf(said: Json): Answer {
  if (!isObject(said) || !('statusCode' in said)) {
    const body = typeof said === 'string' ? said : JSON.stringify(said);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result.parse(said);
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=utf-8', ...headers, ...(cookies && { 'set-cookie': cookies }) },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}
