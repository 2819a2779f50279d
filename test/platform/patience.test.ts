import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { openBucket } from '../../functions/platform/bucket.ts';
import { patience } from '../../functions/platform/patience.ts';

const scratch = join(tmpdir(), `tributary-patience-${process.pid}`);
const open: { server: Server; sockets: Set<Socket> }[] = [];

/** A bucket behind a server that answers so, and then says nothing more. */
async function bucketThat(answers: string, stop?: AbortSignal) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    if (answers) socket.once('data', () => socket.write(answers));
  });
  open.push({ server, sockets });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new S3Client({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: patience(0.2),
  });
  return openBucket({ name: 'the-bucket', client, ...(stop && { stop }) });
}

afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
afterAll(() => rm(scratch, { force: true }));

const cutShort = 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\netag: "1"\r\n\r\nabc';

describe('a store that goes silent', () => {
  it.each([
    ['before it answers', ''],
    ['in the middle of an answer', cutShort],
  ])('%s is given up, so that the state machine tries again', async (_, answers) => {
    const bucket = await bucketThat(answers);
    const gaveUp = { name: 'StoreUnavailable', message: expect.stringContaining('in the-bucket') };
    await expect(bucket.download('raw/a.csv', scratch)).rejects.toMatchObject(gaveUp);
    await expect(bucket.read('manifest.json')).rejects.toMatchObject(gaveUp);
  });
});

it('asks nothing of a store any more once the function is stopped', async () => {
  const stop = new AbortController();
  const bucket = await bucketThat(cutShort, stop.signal);
  const writing = bucket.write('a', 'b', { contentType: 'text/plain' });
  stop.abort();
  await expect(writing).rejects.toMatchObject({ name: 'StoreUnavailable' });
  await expect(bucket.list('')).rejects.toMatchObject({ name: 'StoreUnavailable' });
});

it('is what every client of AWS is made with', () => {
  const files = readdirSync('functions', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const made = files.flatMap((file) => {
    const text = readFileSync(join('functions', file), 'utf8');
    return [...text.matchAll(/new \w+Client\((?:[^()]|\([^()]*\))*\)/g)].map(([client]) => ({ file, client }));
  });
  const clients = made.filter(({ file }) => !file.includes('postgres'));
  expect(clients.length).toBeGreaterThan(5);
  expect(clients.filter(({ client }) => !client.includes('requestHandler: patience('))).toEqual([]);
});
