import { createServer, type IncomingMessage, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';

/** A service does not do what it was asked for. */
export class RestRefusal extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(status: number, name: string, message: string) {
    super(message);
    this.status = status;
    this.name = name;
  }
}

interface Asked {
  /** The named groups of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Told as JSON, unless it is a text. */
  readonly body: object | string;
}

/** What is answered under a path: `PUT /2015-03-31/functions/(?<name>[^/]+)/code`. */
export type Routes = Readonly<Record<string, (asked: Asked) => Answer | Promise<Answer>>>;

/** A service of AWS that speaks its REST protocol: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html. Whoever calls has it listen. */
export const restServer = (service: string, routes: Routes): Server =>
  createServer((request, response) => {
    void answer(service, routes, request).then(({ status = 200, headers, body }) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    });
  });

async function answer(service: string, routes: Routes, request: IncomingMessage): Promise<Answer> {
  try {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://127.0.0.1');
    const said = `${request.method} ${pathname}`;
    for (const [route, work] of Object.entries(routes)) {
      const found = new RegExp(`^${route}$`).exec(said);
      if (found) return await work({ path: decoded(found.groups), query, body: await buffer(request) });
    }
    throw new RestRefusal(404, 'UnknownOperationException', `The local ${service} knows no ${said}`);
  } catch (error) {
    return refused(error);
  }
}

const decoded = (groups: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));

function refused(error: unknown): Answer {
  const told = (status: number, name: string, message: string) => ({
    ...{ status, headers: { 'x-amzn-errortype': name } },
    body: { Type: status < 500 ? 'User' : 'Service', Message: message, message },
  });
  if (error instanceof RestRefusal) return told(error.status, error.name, error.message);
  if (error instanceof z.ZodError) return told(400, 'ValidationException', z.prettifyError(error));
  return told(500, 'ServiceException', error instanceof Error ? error.message : String(error));
}
