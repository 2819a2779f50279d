import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { z } from 'zod';
import { jsonText } from '../functions/core/json.ts';
import type { ConnectorWorld } from '../functions/origins/connector.ts';
import { postgres as origin } from '../functions/origins/postgres/options.ts';
import { connector } from '../functions/origins/postgres/reader.ts';
import { count, median } from './compare.ts';
import { fileBucket, silent } from './file-bucket.ts';
import { type PostgresServer, serverPrograms, startPostgres } from './postgres-server.ts';

const columns = 'id, customer, amount, ordered_at, due, paid, note, extra';
const window = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
const between = (from: string, to: string) =>
  `SELECT ${columns} FROM orders WHERE ordered_at >= ${from} AND ordered_at < ${to}`;
const literal = (moment: string) => `timestamptz '${moment}'`;

/** Eight columns as they are in real tables: 110 bytes a row as CSV. */
const table = (rows: number) => `
  CREATE TABLE orders AS SELECT i AS id, 'Customer Ünï ' || i % 5000 AS customer,
    (i::numeric * 37 % 100000 / 100)::numeric(12, 2) AS amount, timestamptz '2025-01-01Z' + i * interval '1 second' AS ordered_at,
    date '2025-01-01' + i % 365 AS due, i % 3 = 0 AS paid, CASE WHEN i % 10 > 0 THEN 'note ' || i END AS note,
    jsonb_build_object('lines', i % 7) AS extra
  FROM generate_series(1, ${rows}) i;
  VACUUM ANALYZE orders`;

/** What a contestant in a process of its own is told. */
const taskSchema = z.object({
  name: z.enum(['ours', 'select']),
  port: z.int(),
  ca: z.string(),
  work: z.string(),
});
type Task = z.infer<typeof taskSchema>;

const login = { host: 'localhost', dbname: 'postgres', username: 'reader', password: 'reader' };

const contestants = {
  ours: { title: 'Tributary: the connector' },
  psql: { title: 'psql \\copy into a file (CSV)' },
  select: { title: 'plain pg: SELECT held in memory' },
};
type Name = keyof typeof contestants;

/** The work of a contestant in this process; tells the seconds from the login to the last row on disk or in memory. */
export async function postgresContest(json: string): Promise<void> {
  const task = jsonText(taskSchema).parse(json);
  const began = performance.now();
  await (task.name === 'ours' ? ours(task) : select(task));
  console.log((performance.now() - began) / 1000);
}

async function ours({ port, ca, work }: Task): Promise<void> {
  const world: ConnectorWorld = {
    bucket: fileBucket(join(work, 'bucket')),
    secret: async () => JSON.stringify({ ...login, port, ca }),
    withFolder: async (folder) => folder(await mkdtemp(join(work, 'scratch-'))),
    log: silent,
    warn: () => undefined,
  };
  const extraction = { source: 'orders', window, objects: [], prefix: 'raw/' };
  const batch = { name: '2025', from: '2025-01-01', to: '2026-01-01' };
  await connector(
    { ...extraction, batch, origin: origin({ secret: 'orders', query: between(':from', ':to') }) },
    world,
  );
}

async function select({ port, ca }: Task): Promise<void> {
  const { host, dbname, username, password } = login;
  const client = new Client({ host, port, database: dbname, user: username, password, ssl: { ca } });
  await client.connect();
  const { rows } = await client.query(between('$1', '$2'), [window.from, window.to]);
  await client.end();
  if (rows.length === 0) throw new Error('The table is empty.');
}

interface Measured {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Rows a second and peak memory beside psql and a plain SELECT, each in a process of its own, over TLS, in turns. */
export async function comparePostgres(
  { rows, runs, folder }: { readonly rows: number; readonly runs: number; readonly folder: string },
  program: readonly string[],
): Promise<void> {
  if (!serverPrograms() || spawnSync('psql', ['--version']).status !== 0) {
    console.log('PostgreSQL is left out: there is no native server here (apt-get install postgresql).');
    return;
  }
  const server = await startPostgres();
  try {
    await fill(server, rows);
    const measured: Record<Name, Measured[]> = { ours: [], psql: [], select: [] };
    for (let run = 0; run < runs; run++) {
      for (const name of names) measured[name].push(await take(name, { server, folder, program }));
    }
    show(measured, rows);
  } finally {
    server.stop();
  }
}
const names = ['ours', 'psql', 'select'] as const;

async function fill({ folder, port }: PostgresServer, rows: number): Promise<void> {
  process.stdout.write(`${count(rows)} rows in PostgreSQL ... `);
  const client = new Client({ host: folder, port, user: 'admin', database: login.dbname });
  await client.connect();
  for (const statement of table(rows).split(';')) await client.query(statement);
  await client.query(`CREATE ROLE ${login.username} LOGIN PASSWORD '${login.password}'`);
  await client.query(`GRANT SELECT ON orders TO ${login.username}`);
  await client.end();
  console.log('there');
}

interface Setting {
  readonly server: PostgresServer;
  readonly folder: string;
  /** This program, to call with a contestant's task. */
  readonly program: readonly string[];
}

async function take(name: Name, { server, folder, program }: Setting): Promise<Measured> {
  const work = resolve(folder, `work-${process.pid}`);
  await mkdir(work, { recursive: true });
  process.stdout.write(`  ${name} ... `);
  try {
    const { port, ca } = server;
    const measured =
      name === 'psql'
        ? await watched(psql(server, work), { PGPASSWORD: login.password })
        : await watched([...program, JSON.stringify({ name, port, ca, work })], {});
    console.log(`${measured.seconds.toFixed(2)} s, ${measured.peakMegabytes.toFixed(0)} MB`);
    return measured;
  } finally {
    await rm(work, { recursive: true });
  }
}

function psql({ port, caFile }: PostgresServer, work: string): string[] {
  const { host, dbname, username } = login;
  const where = `host=${host} port=${port} dbname=${dbname} user=${username} sslmode=verify-full sslrootcert=${caFile}`;
  const query = between(literal(window.from), literal(window.to));
  return ['psql', where, '-qXc', `\\copy (${query}) TO '${join(work, 'orders.csv')}' (FORMAT csv)`];
}

/** Runs it, and looks at its peak memory as Linux counts it; of Node, its start is not in the seconds. */
async function watched([program = '', ...argv]: readonly string[], env: Record<string, string>): Promise<Measured> {
  const began = performance.now();
  const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  let peakMegabytes = 0;
  const timer = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => {
        peakMegabytes = Math.max(peakMegabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      },
      () => undefined, // it has ended
    );
  }, 20);
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  clearInterval(timer);
  if (code !== 0) throw new Error(`${program} ended with ${code}: see above`);
  return { seconds: Number(said.trim()) || (performance.now() - began) / 1000, peakMegabytes };
}

function show(measured: Record<Name, readonly Measured[]>, rows: number): void {
  const line = (name: Name) => ({
    title: contestants[name].title,
    seconds: median(measured[name].map(({ seconds }) => seconds)),
    peakMegabytes: median(measured[name].map(({ peakMegabytes }) => peakMegabytes)),
  });
  const limit = line('psql').seconds;
  console.log(`\n${count(rows)} rows from PostgreSQL over TLS, medians\n`);
  console.log(`${''.padEnd(34)}  seconds     rows/s  peak MB  speed / psql`);
  for (const { title, seconds, peakMegabytes } of names.map(line)) {
    const speed = count(Math.round(rows / seconds)).padStart(9);
    const ratio = (limit / seconds).toFixed(2).padStart(12);
    console.log(
      `${title.padEnd(34)}  ${seconds.toFixed(2).padStart(7)}  ${speed}  ${peakMegabytes.toFixed(0).padStart(7)}  ${ratio}`,
    );
  }
  const reached = limit / line('ours').seconds;
  console.log(
    `\n${reached >= 0.5 ? 'met   ' : 'missed'}  ours is ${reached.toFixed(2)} times as fast as psql, at least 0.5`,
  );
}
