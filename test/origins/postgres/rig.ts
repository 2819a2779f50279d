import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { seconds } from '../../../functions/core/duration.ts';
import { type PostgresOrigin, postgres } from '../../../functions/origins/postgres/options.ts';
import { connectPostgres } from '../../../functions/origins/postgres/reader.ts';
import { freePort } from '../../../local/loopback.ts';
import type { Failure, Rig, Row } from '../contract.ts';
import { jsonOf } from '../contract.ts';

/** As a secret of RDS, and with a CA perhaps. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly dbname: string;
  readonly username: string;
  readonly password: string;
  readonly ca?: string;
}

export interface PostgresRig extends Rig<PostgresOrigin> {
  readonly login: Login;
  /** The administrator's own connection. */
  run(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

export const token = 'the-token-of-iam';
export const connector = connectPostgres({ token: async () => token, graceSeconds: 0.2 });

const query = `
  SELECT id, at, name, amount, big, note, nested FROM orders
  WHERE at >= :from AND at < :to -- the batch's, and not :to in a comment
  ORDER BY id;
`;

/** A table `orders` on that server, and how to read it with that login. */
export async function openRig(admin: ClientConfig, login: Login): Promise<PostgresRig> {
  const client = new Client(admin);
  await client.connect();
  await client.query('DROP TABLE IF EXISTS orders');
  await client.query(`CREATE TABLE orders (
    id int PRIMARY KEY, at timestamptz, name text, amount numeric, big int8, note text, nested jsonb)`);
  await client.query('GRANT SELECT ON orders TO PUBLIC');
  return {
    connector,
    login,
    origin: postgres({ secret: 'orders-db', query, statementTimeout: seconds(30) }),
    secrets: { 'orders-db': JSON.stringify(login) },
    hidden: [login.password, token, 'wrong password'],
    run: async (sql, values = []) => (await client.query(sql, [...values])).rows,
    async seed(rows: readonly Row[]) {
      await client.query('TRUNCATE orders');
      for (let from = 0; from < rows.length; from += 4000) {
        const some = `[${rows
          .slice(from, from + 4000)
          .map(jsonOf)
          .join()}]`;
        await client.query('INSERT INTO orders SELECT * FROM json_populate_recordset(null::orders, $1)', [some]);
      }
    },
    async retype() {
      await client.query("ALTER TABLE orders ALTER amount TYPE text USING 'EUR ' || amount");
      return () => client.query('ALTER TABLE orders ALTER amount TYPE numeric USING substr(amount, 5)::numeric');
    },
    close: () => client.end(),
  };
}

/** The same secret, but for these. */
export const secretWith = ({ login }: PostgresRig, other: Partial<Login>): Record<string, string> => ({
  'orders-db': JSON.stringify({ ...login, ...other }),
});

const origin = (rig: PostgresRig, other: Partial<PostgresOrigin>) => ({ origin: { ...rig.origin, ...other } });

/** What fails alike on every server. */
export const failures: Readonly<Record<string, Failure<PostgresOrigin, PostgresRig>>> = {
  'server down at the start': {
    error: 'SourceUnavailable',
    says: /ECONNREFUSED.*host and port/,
    arrange: async (rig) => ({ secrets: secretWith(rig, { port: await freePort() }) }),
  },
  'connection cut half way': {
    error: 'SourceUnavailable',
    says: /cut|ECONNRESET/,
    arrange: (rig) => through(rig, 60_000, 'cut'),
  },
  'connection reset half way': {
    error: 'SourceUnavailable',
    says: /cut|ECONNRESET/,
    arrange: (rig) => through(rig, 60_000, 'reset'),
  },
  'server silent half way': {
    error: 'SourceUnavailable',
    says: /does not answer/,
    arrange: async (rig) => ({
      ...(await through(rig, 60_000, 'silent')),
      ...origin(rig, { statementTimeout: seconds(0.3) }),
    }),
  },
  'server without TLS, and not on this machine': {
    error: 'SourceRefused',
    says: /TLS|not trusted/,
    arrange: (rig) => ({ secrets: secretWith(rig, { host: '0.0.0.0', ca: '' }) }),
  },
  'missing table': {
    error: 'SourceRefused',
    says: /relation "orderz" does not exist/,
    arrange: (rig) => origin(rig, { query: 'SELECT * FROM orderz' }),
  },
  'column that went away': {
    error: 'SourceRefused',
    says: /column "name" does not exist/,
    arrange: async ({ run }) => {
      await run('ALTER TABLE orders RENAME COLUMN name TO title');
      return { undo: () => run('ALTER TABLE orders RENAME COLUMN title TO name') };
    },
  },
  'type changed under us': {
    error: 'SourceRefused',
    says: /42883.*operator does not exist/,
    arrange: async ({ run }) => {
      await run('ALTER TABLE orders ALTER COLUMN at TYPE text');
      return { undo: () => run('ALTER TABLE orders ALTER COLUMN at TYPE timestamptz USING at::timestamptz') };
    },
  },
  'cast that a value does not bear': {
    error: 'SourceRefused',
    says: /a value of a row \(22P02\)/,
    arrange: (rig) => origin(rig, { query: 'SELECT name::int FROM orders' }),
  },
  'subquery of several rows': {
    error: 'SourceRefused',
    says: /cannot be run \(21000\): more than one row returned by a subquery/,
    arrange: (rig) => origin(rig, { query: 'SELECT (SELECT id FROM orders) AS id' }),
  },
  'materialized view that was never filled': {
    error: 'SourceRefused',
    says: /cannot be run \(55000\): materialized view "totals" has not been populated/,
    arrange: async (rig) => {
      await rig.run('CREATE MATERIALIZED VIEW totals AS SELECT 1 AS id WITH NO DATA');
      await rig.run('GRANT SELECT ON totals TO PUBLIC');
      const undo = () => rig.run('DROP MATERIALIZED VIEW totals');
      return { ...origin(rig, { query: 'SELECT id FROM totals' }), undo };
    },
  },
  'function that says a value': {
    error: 'SourceRefused',
    says: /the query fails \(P0001\): the log of the server says why\.$/,
    arrange: async (rig) => {
      await rig.run(`CREATE OR REPLACE FUNCTION refuse(name text) RETURNS text LANGUAGE plpgsql
        AS $$BEGIN RAISE EXCEPTION '% is no name', name; END$$`);
      return origin(rig, { query: 'SELECT refuse(name) FROM orders' });
    },
  },
  'two columns of one name': {
    error: 'SourceRefused',
    says: /"id" is ambiguous/,
    arrange: (rig) => origin(rig, { query: 'SELECT id, id FROM orders' }),
  },
  'second statement': {
    error: 'SourceRefused',
    says: /syntax error/,
    arrange: (rig) => origin(rig, { query: 'SELECT 1; DELETE FROM orders' }),
  },
  'query that writes': {
    error: 'SourceRefused',
    says: /PostgreSQL.*writes nothing|42\w{3}|0A000/,
    arrange: async (rig) => {
      await rig.run(`CREATE OR REPLACE FUNCTION gone() RETURNS bigint LANGUAGE sql
        AS 'WITH gone AS (DELETE FROM orders RETURNING 1) SELECT count(*) FROM gone'`);
      return origin(rig, { query: 'SELECT gone()' });
    },
  },
  'missing secret': {
    error: 'SourceRefused',
    says: /no secret "orders-db"/,
    arrange: () => ({ secrets: {} }),
  },
  'secret of something else': {
    error: 'SourceRefused',
    says: /"orders-db".*\(host, dbname, username\)/,
    arrange: () => ({ secrets: { 'orders-db': '{"token":"abcdefgh"}' } }),
  },
  'secret that is no JSON': {
    error: 'SourceRefused',
    says: /"orders-db".*no JSON/,
    arrange: () => ({ secrets: { 'orders-db': 'postgres://me:abcdefgh@host' } }),
  },
};

/** The secret leads through a server that hands bytes on, and after so many from the database does that. */
async function through(rig: PostgresRig, bytes: number, then: 'cut' | 'reset' | 'silent') {
  const proxy = createServer((near) => {
    const far = connect(rig.login.port, '127.0.0.1');
    let left = bytes;
    near.pipe(far);
    far.on('data', (chunk) => {
      left -= chunk.length;
      if (left > 0) near.write(chunk);
      else if (then === 'cut') near.destroy();
      else if (then === 'reset') near.resetAndDestroy();
    });
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  const port = await listen(proxy);
  return { secrets: secretWith(rig, { port }), undo: () => proxy.close() };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const isOpen = (address: AddressInfo | string | null): address is AddressInfo => typeof address === 'object';
  const address = server.address();
  if (address === null || !isOpen(address)) throw new Error('No port');
  return address.port;
}
