import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

/** What a request is answered with, as JSON; the signal is aborted when nobody waits for the answer any more. */
type Operation = (request: unknown, signal: AbortSignal) => object | Promise<object>;

/** By their names. */
export type Operations = Readonly<Record<string, Operation>>;

/** A service of AWS that speaks its JSON protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html. Whoever calls has it listen. */
export const jsonServer = (service: string, operations: Operations): Server =>
  createServer((request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const operationOf = (name: string) => operations[name] ?? unknown(service, name);
    void answer(operationOf, request, gone.signal).then(({ status, body }) => {
      const type = request.headers['content-type'] ?? 'application/x-amz-json-1.0';
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
    });
  });

function unknown(service: string, name: string): never {
  throw new Refusal('UnknownOperationException', `The local ${service} cannot ${name}`);
}

async function answer(operationOf: (name: string) => Operation, request: IncomingMessage, signal: AbortSignal) {
  try {
    const [, name = ''] = String(request.headers['x-amz-target']).split('.');
    const operation = operationOf(name);
    return { status: 200, body: await operation(JSON.parse(await text(request)), signal) };
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown) {
  const told = (name: string, message: string) => ({ __type: name, message });
  if (error instanceof Refusal) return { status: 400, body: told(error.name, error.message) };
  if (error instanceof z.ZodError) return { status: 400, body: told('ValidationException', z.prettifyError(error)) };
  return { status: 500, body: told('InternalFailure', error instanceof Error ? error.message : String(error)) };
}
