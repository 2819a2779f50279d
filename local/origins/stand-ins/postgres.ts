import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Client, escapeLiteral } from 'pg';
import { z } from 'zod';
import { jsonText } from '../../../functions/core/json.ts';
import type { PostgresOrigin } from '../../../functions/origins/postgres/options.ts';
import { localCredential, type Seeded, type Serve } from '../served.ts';

const [database, user] = ['postgres', 'postgres'];

/**
 * PostgreSQL as WebAssembly, in memory, one for all sources. It starts for seconds, so it has a thread of its own, and
 * it takes any password. What is in it is made by the SQL of the seeds, over the wire.
 */
export const serve: Serve<PostgresOrigin> = async (sources, toClose) => {
  const seeds = sources.map(fillingOf);
  const worker = startServer();
  toClose(() => worker.terminate());
  const { host, port } = await listening(worker);
  const client = new Client({ host, port, database, user });
  client.on('error', () => undefined); // what waits for an answer is told by itself
  await client.connect();
  try {
    for (const seed of seeds) await fill(seed, client);
  } finally {
    await client.end();
  }
  const url = `postgres://${host}:${port}/${database}`;
  const login = JSON.stringify({ username: user, password: localCredential });
  return {
    addresses: Object.fromEntries(sources.map(({ name }) => [name, url])),
    secrets: Object.fromEntries(sources.map(({ origin }) => [origin.secret, login])),
  };
};

interface Filling {
  readonly file: string;
  readonly sql: string;
}

function fillingOf({ name, seed: { path, rows, sql } }: Seeded<PostgresOrigin>): Filling {
  const file = join(dirname(path), `${name}.sql`);
  if (sql) return { file, sql: sql.replaceAll(/:rows\b/g, () => escapeLiteral(JSON.stringify(rows))) };
  throw new Error(
    `The source "${name}" is read from PostgreSQL, and there is no ${file} to make its tables by: see docs/connectors.md.`,
  );
}

async function fill({ file, sql }: Filling, client: Client): Promise<void> {
  try {
    await client.query(sql);
  } catch (cause) {
    throw new Error(`${file} fails: ${cause instanceof Error ? cause.message : cause}.`, { cause });
  }
}

function startServer(): Worker {
  // Half of its start would be spent on optimizing code that then runs for moments.
  setFlagsFromString('--liftoff-only');
  const { resolve } = createRequire(join(process.cwd(), 'package.json'));
  const program = join(dirname(resolve('@electric-sql/pglite-socket')), 'scripts/server.js');
  const argv = ['--port=0', '--host=127.0.0.1', '--max-connections=8'];
  return new Worker(program, { argv, stdout: true, stderr: true });
}

/** Where it listens. What it says has to be read to the end, or it stops. */
async function listening(worker: Worker): Promise<z.infer<typeof address>> {
  const ended = once(worker, 'exit').then(() => Promise.reject(new Error('The local PostgreSQL did not start.')));
  const said = new Promise<z.infer<typeof address>>((resolve) => {
    worker.stderr.resume();
    worker.stdout.setEncoding('utf8').on('data', (text: string) => {
      const at = jsonText(address).safeParse(/listening on (\{.*\})/.exec(text)?.[1]).data;
      if (at) resolve(at);
    });
  });
  return Promise.race([said, ended]);
}

const address = z.object({ host: z.string(), port: z.number() });
