import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { inTurn } from '../in-turn.ts';
import { listenOnLoopback } from '../loopback.ts';
import { type Ask, transactWriteItems } from './transactions.ts';

/** DynamoDB in this process: dynalite, and the transactions that it does not have. */
export async function startDynamodb(): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const { default: dynalite } = await import('dynalite');
  const tables = dynalite({ createTableMs: 0 });
  const { url, close: closeTables } = await listenOnLoopback(tables);
  const passed = (request: IncomingMessage, response: ServerResponse) =>
    new Promise<void>((resolve) => {
      if (response.destroyed) return resolve(); // who asked has gone
      response.once('close', resolve);
      tables.emit('request', request, response);
    });
  /** One request after the other, so that nobody sees a half of a transaction. */
  const answer = inTurn((request: IncomingMessage, response: ServerResponse) =>
    request.headers['x-amz-target'] === `${prefix}TransactWriteItems`
      ? transact(url, request, response)
      : passed(request, response),
  );
  const front = createServer((request, response) => void answer(request, response));
  const { url: endpoint, close } = await listenOnLoopback(front);
  return {
    endpoint,
    stop: async () => {
      await close();
      await closeTables();
    },
  };
}

const prefix = 'DynamoDB_20120810.';
const type = 'application/x-amz-json-1.0';

async function transact(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { authorization = '', 'x-amz-date': date } = request.headers;
  const signed = { authorization, 'x-amz-date': String(date), 'content-type': type };
  const ask: Ask = async (operation, asked) => {
    const headers = { ...signed, 'x-amz-target': `${prefix}${operation}` };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(asked) });
    return { status: answer.status, body: await answer.json() };
  };
  const asked = async () => transactWriteItems(JSON.parse(await text(request)), ask);
  const { status, body } = await asked().catch((error: unknown) => ({
    status: 500,
    body: { message: String(error) },
  }));
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}
