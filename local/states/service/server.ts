import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Executions } from './executions.ts';
import { operationsOn } from './operations.ts';
import { Refusal } from './refusal.ts';

/** Answers the AWS JSON protocol of Step Functions, so that its clients speak to it. Whoever calls has it listen. */
export function serverOf(executions: Executions): Server {
  const operations = operationsOn(executions);
  return createServer((request, response) => {
    void answer(operations, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
  });
}

async function answer(operations: ReturnType<typeof operationsOn>, request: IncomingMessage) {
  try {
    const [, name = ''] = String(request.headers['x-amz-target']).split('.');
    const operation = operations[name];
    if (!operation) throw new Refusal('UnknownOperationException', `The local Step Functions cannot ${name}`);
    return { status: 200, body: operation(JSON.parse(await text(request))) };
  } catch (error) {
    return { status: 400, body: refused(error) };
  }
}

function refused(error: unknown) {
  const told =
    error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
  return { __type: error instanceof Refusal ? error.name : 'ValidationException', message: told };
}
