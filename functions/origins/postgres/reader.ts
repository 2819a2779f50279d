import { to as copyTo } from 'pg-copy-streams';
import type { Connector, ConnectorWorld, Extraction } from '../connector.ts';
import { writeSnapshot } from '../write-snapshot.ts';
import { translated } from './error.ts';
import { jsonLines } from './json.ts';
import { login, type PostgresClients, rdsToken } from './login.ts';
import type { PostgresOrigin } from './options.ts';
import { columnOf, copyQuery, describeQuery, inWindow } from './query.ts';

/**
 * Rows of one query, as lines of JSON with all digits of every number: streamed by COPY over one connection, in one
 * read-only transaction that sees one moment of the database. On Lambda, NODE_EXTRA_CA_CERTS=/var/runtime/ca-cert.pem
 * names the CAs of RDS.
 */
export const connectPostgres =
  (clients: PostgresClients): Connector<PostgresOrigin> =>
  (extraction, world) =>
    writeSnapshot(extraction, rows(extraction, world, clients), world);

export const connector = connectPostgres({ token: rdsToken, graceSeconds: 30 });

async function* rows(
  extraction: Extraction<PostgresOrigin>,
  world: ConnectorWorld,
  clients: PostgresClients,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { source, origin, window } = extraction;
  try {
    const client = await login(extraction, world, clients);
    try {
      await client.query(begin(origin));
      const query = inWindow(origin.query, window);
      const columns = (await client.query(describeQuery(query))).fields.map(columnOf);
      const copied = client.query(copyTo(copyQuery(query, columns)));
      copied.on('error', () => undefined); // one that comes after the reader has gone
      yield* jsonLines(columns, copied);
      await client.query('COMMIT');
    } finally {
      await client.end();
    }
  } catch (error) {
    throw translated(source, error);
  }
}

/** One moment, and texts that do not depend on the settings of the server or the role; local, so that poolers stay clean. */
const begin = ({ statementTimeout }: PostgresOrigin): string => `
  BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL statement_timeout = ${Math.ceil(statementTimeout.seconds * 1000)};
  SET LOCAL TimeZone = 'UTC';
  SET LOCAL DateStyle = 'ISO';
  SET LOCAL IntervalStyle = 'postgres';
  SET LOCAL bytea_output = 'hex';
  SET LOCAL extra_float_digits = 1`;
