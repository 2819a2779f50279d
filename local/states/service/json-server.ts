import { createServer, type Server } from 'node:http';
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
    const asked = { target: String(request.headers['x-amz-target']), body: text(request), signal: gone.signal };
    void answerTo(asked, service, operations).then(({ status, body }) => {
      const type = request.headers['content-type'] ?? 'application/x-amz-json-1.0';
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
    });
  });

function unknown(service: string, name: string): never {
  throw new Refusal('UnknownOperationException', `The local ${service} cannot ${name}`);
}

/** A request of the protocol, however it came. */
interface Asked {
  /** `AWSStepFunctions.ListExecutions` */
  readonly target: string;
  readonly body: Promise<string>;
  readonly signal: AbortSignal;
}

/** What a request is answered with, and its status; never throws. */
export async function answerTo(
  { target, body, signal }: Asked,
  service: string,
  operations: Operations,
): Promise<{ readonly status: number; readonly body: object }> {
  try {
    const said = await body;
    const [, name = ''] = target.split('.');
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    return { status: 200, body: await (operation ?? unknown(service, name))(JSON.parse(said), signal) };
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
