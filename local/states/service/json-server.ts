import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

/** What requests are answered with, by the names of the operations. */
export type Operations = Readonly<Record<string, (request: unknown) => object | Promise<object>>>;

/** A service of AWS that speaks its JSON protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html. Whoever calls has it listen. */
export const jsonServer = (service: string, operations: Operations): Server =>
  createServer((request, response) => {
    void answer(service, operations, request).then(({ status, body }) => {
      const type = request.headers['content-type'] ?? 'application/x-amz-json-1.0';
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
    });
  });

async function answer(service: string, operations: Operations, request: IncomingMessage) {
  try {
    const [, name = ''] = String(request.headers['x-amz-target']).split('.');
    const operation = operations[name];
    if (!operation) throw new Refusal('UnknownOperationException', `The local ${service} cannot ${name}`);
    return { status: 200, body: await operation(JSON.parse(await text(request))) };
  } catch (error) {
    return { status: 400, body: refused(error) };
  }
}

function refused(error: unknown) {
  const told =
    error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
  return { __type: error instanceof Refusal ? error.name : 'ValidationException', message: told };
}
