import { Socket } from 'node:net';
import { Signer } from '@aws-sdk/rds-signer';
import { Client } from 'pg';
import { z } from 'zod';
import { TributaryError } from '../../core/errors.ts';
import { jsonText } from '../../core/json.ts';
import type { ConnectorWorld, Extraction } from '../connector.ts';
import { isLoopback } from '../loopback-host.ts';
import { isLoginRefused } from './error.ts';
import type { PostgresOrigin } from './options.ts';

/** As RDS makes them; `ca` is the certificate (PEM) of a CA that Node does not know, and asks for TLS on this machine too. */
const secretSchema = z.object({
  host: z.string().min(1),
  port: z.coerce.number().int().min(1).max(65_535).default(5432),
  dbname: z.string().min(1),
  username: z.string().min(1),
  password: z.string().min(1).optional(),
  ca: z.string().optional(),
});
type Secret = z.infer<typeof secretSchema>;

/** A password that IAM signs, for a quarter of an hour. */
export type Token = (login: Pick<Secret, 'host' | 'port' | 'username'>) => Promise<string>;

export const rdsToken: Token = ({ host, port, username }) =>
  new Signer({ hostname: host, port, username }).getAuthToken();

export interface PostgresClients {
  readonly token: Token;
  /** A server that is silent for so much longer than the statement may take is given up. */
  readonly graceSeconds: number;
}

const connectSeconds = 15;

/** Logs in; where that is refused, reads the secret once more, since it may have been rotated, and tries once more. */
export async function login(
  extraction: Extraction<PostgresOrigin>,
  { secret, log }: ConnectorWorld,
  clients: PostgresClients,
): Promise<Client> {
  const name = extraction.origin.secret;
  try {
    return await connect(extraction, await secret(name), clients);
  } catch (error) {
    if (!isLoginRefused(error)) throw error;
    log.warn('The login was refused: the secret is read once more', { source: extraction.source, secret: name });
    return connect(extraction, await secret(name, { again: true }), clients);
  }
}

async function connect(
  { source, origin }: Extraction<PostgresOrigin>,
  text: string,
  { token, graceSeconds }: PostgresClients,
): Promise<Client> {
  const { host, port, dbname, username, password, ca } = readSecret(text, { source, origin });
  const socket = new Socket();
  const client = new Client({
    host,
    port,
    database: dbname,
    user: username,
    password: origin.login === 'iam' ? await token({ host, port, username }) : (password ?? ''),
    ssl: isLoopback(host) && !ca ? false : { rejectUnauthorized: true, ...(ca && { ca }) },
    stream: () => socket,
    connectionTimeoutMillis: connectSeconds * 1000,
    keepAlive: true,
    application_name: 'tributary',
  });
  client.on('error', () => undefined); // what waits for the connection is told by itself
  const most = origin.statementTimeout.seconds + graceSeconds;
  const giveUp = setTimeout(() => socket.destroy(new Error('timeout')), most * 1000);
  client.on('end', () => clearTimeout(giveUp));
  try {
    return await client.connect();
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function readSecret(text: string, { source, origin }: Pick<Extraction<PostgresOrigin>, 'source' | 'origin'>): Secret {
  const said = jsonText(z.record(z.string(), z.unknown())).safeParse(text);
  const read = secretSchema.safeParse({ ...said.data, ...origin.server });
  if (said.success && read.success && (read.data.password !== undefined || origin.login === 'iam')) return read.data;
  const keys = read.success ? ['password'] : read.error.issues.map(({ path }) => path.join('.'));
  const lacks = said.success ? keys.join(', ') : 'no JSON';
  throw new TributaryError(
    'SourceRefused',
    `PostgreSQL, source ${source}: the secret "${origin.secret}" is not one of a database (${lacks}): it has ` +
      'to be {"host", "port", "dbname", "username", "password"}, the first three of which may stand in `server` instead.',
  );
}
