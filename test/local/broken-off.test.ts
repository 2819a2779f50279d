import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { listenOnLoopback } from '../../local/loopback.ts';
import { startDynamodb } from '../../local/services/dynamodb.ts';
import { restServer } from '../../local/services/rest-server.ts';
import { ses } from '../../local/services/ses.ts';
import { jsonServer } from '../../local/states/service/json-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

async function listening(server: Server): Promise<string> {
  const { url, close } = await listenOnLoopback(server);
  closing.push(close);
  return url;
}

async function dynamodb(): Promise<string> {
  const { endpoint, stop } = await startDynamodb();
  closing.push(stop);
  return endpoint;
}

const servers: Readonly<Record<string, () => Promise<string>>> = {
  JSON: () => listening(jsonServer('Test', {})),
  REST: () => listening(restServer('Test', { 'POST /': () => ({ body: {} }) })),
  SES: () => listening(ses(() => undefined)),
  DynamoDB: dynamodb,
};

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/** A client that has sent so much of its request; gives how it breaks off. */
async function begun({ host, port }: URL, body: string) {
  const client = connect(Number(port), '127.0.0.1');
  const target = 'x-amz-target: DynamoDB_20120810.TransactWriteItems';
  client.write(`POST / HTTP/1.1\r\nhost: ${host}\r\n${target}\r\ncontent-length: 2\r\n\r\n${body}`);
  await pause();
  return async () => {
    client.resetAndDestroy();
    await once(client, 'close');
    await pause();
  };
}

const asked = { method: 'POST', headers: { 'x-amz-target': 'Test.None' }, body: '{}' };

it.each(Object.keys(servers))('a client that breaks off in its request leaves %s as it was', async (name) => {
  const url = new URL((await servers[name]?.()) ?? '');
  const breakOff = await begun(url, '{');
  await breakOff();
  expect((await fetch(url, asked)).status).toBeGreaterThanOrEqual(200);
});

it('a client that breaks off while another one is asked for leaves DynamoDB as it was', async () => {
  const url = new URL(await dynamodb());
  const breakOff = await begun(url, '{');
  const stop = new AbortController();
  const waiting = fetch(url, { ...asked, signal: stop.signal });
  await pause();
  stop.abort();
  await expect(waiting).rejects.toThrow();
  await pause();
  await breakOff();
  expect((await fetch(url, asked)).status).toBeGreaterThanOrEqual(200);
});
