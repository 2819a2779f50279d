import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { z } from 'zod';
import { unlogged } from '../../../functions/origins/dynamodb/unlogged.ts';

interface ClientOptions {
  readonly maxAttempts?: number;
  readonly requestTimeout?: number;
}

/** A client of the server on that port, with credentials that can be told. */
export const clientAt = (port: number, options: ClientOptions = {}) =>
  unlogged(
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIDHIDDEN', secretAccessKey: 'hidden-secret-key', sessionToken: 'hidden-token' },
      maxAttempts: options.maxAttempts ?? 3,
      requestHandler: { requestTimeout: options.requestTimeout ?? 20_000, throwOnRequestTimeout: true },
    }),
  );

const portOf = (server: Pick<Server, 'address'>) => z.object({ port: z.number() }).parse(server.address()).port;

export type Item = Record<string, AttributeValue>;

export interface Tables {
  readonly client: DynamoDBClient;
  readonly port: number;
  /** Makes the table anew with these items. */
  fill(items: readonly Item[]): Promise<void>;
  close(): Promise<void>;
}

const key = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];
const gsi = (name: string, sort: string) => ({
  IndexName: name,
  KeySchema: key('kind', sort),
  Projection: { ProjectionType: 'ALL' as const },
  ProvisionedThroughput: { ReadCapacityUnits: 10, WriteCapacityUnits: 10 },
});

/** By `id`, and in three indexes by `kind` with a moment as ISO text, in seconds, and a day. */
const orders: CreateTableCommandInput = {
  TableName: 'orders',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'N' },
    { AttributeName: 'kind', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'S' },
    { AttributeName: 'epoch', AttributeType: 'N' },
    { AttributeName: 'day', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [gsi('by_time', 'at'), gsi('by_epoch', 'epoch'), gsi('by_day', 'day')],
  ProvisionedThroughput: { ReadCapacityUnits: 10, WriteCapacityUnits: 10 },
};

/** A DynamoDB in this process, on a free port. */
export async function openTables(): Promise<Tables> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const port = portOf(server);
  const client = clientAt(port);
  const send = async (items: readonly Item[]) => {
    const requests = items.map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { orders: requests } }));
  };
  await client.send(new CreateTableCommand(orders));
  let there: readonly Item[] = [];
  return {
    client,
    port,
    async fill(items) {
      // Reading changes nothing, and writing takes long.
      if (isDeepStrictEqual(items, there)) return;
      there = items;
      await client.send(new DeleteTableCommand({ TableName: 'orders' }));
      await new Promise((resolve) => setTimeout(resolve, 20));
      await client.send(new CreateTableCommand(orders));
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (let at = 0; at < items.length; at += 25) await send(items.slice(at, at + 25));
    },
    async close() {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a server in between does with the nth request, counted from 1, before DynamoDB would answer it. */
export type Meddle = (nth: number) => 'pass' | 'cut' | 'hang' | { readonly status: number; readonly body: string };

export const fault = (status: number, type: string, message = '') => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }),
});

/** A server before DynamoDB, and a client of it. */
export async function between({ port }: Pick<Tables, 'port'>, meddle: Meddle, options: ClientOptions = {}) {
  let nth = 0;
  const server = createServer((incoming, answer) => {
    const what = meddle(++nth);
    if (what === 'hang') return;
    if (what === 'cut') return void incoming.socket.destroy();
    if (what !== 'pass') {
      incoming.resume();
      return void answer.writeHead(what.status, { 'content-type': 'application/x-amz-json-1.0' }).end(what.body);
    }
    const { method, headers, url: path } = incoming;
    const on = request({ host: '127.0.0.1', port, method, headers, path }, (from) => {
      answer.writeHead(from.statusCode ?? 500, from.headers);
      from.pipe(answer);
    });
    incoming.pipe(on);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = clientAt(portOf(server), { maxAttempts: 1, ...options });
  const close = () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { client, close };
}
