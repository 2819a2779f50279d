import { type Duration, minutes } from '../../core/duration.ts';
import { arnOf, atOnce, type Pulled, secretNeed } from '../pulled.ts';

export interface PostgresOptions {
  /** Name of a secret in Secrets Manager: { host, port, dbname, username, password }, and `ca` (PEM) where Node does not know it. */
  readonly secret: string;
  /** A SELECT; :from and :to are the bounds of the batch's half-open window, as timestamps with time zone. */
  readonly query: string;
  /** Where the database is, for a secret that RDS manages by itself: it holds username and password alone. */
  readonly server?: { readonly host: string; readonly port?: number; readonly dbname: string };
  /** `iam` logs in with a token of RDS instead of the secret's password. `password` unless told. */
  readonly login?: 'password' | 'iam';
  /** Ten minutes unless told. */
  readonly statementTimeout?: Duration;
  readonly settle?: Duration;
}

export interface PostgresOrigin extends Pulled, Omit<PostgresOptions, 'settle'> {
  readonly kind: 'postgres';
  readonly login: 'password' | 'iam';
  readonly statementTimeout: Duration;
  readonly movedTo: (url: URL) => PostgresOrigin;
}

/** Rows of a query on PostgreSQL. */
export function postgres(options: PostgresOptions): PostgresOrigin {
  const { secret, query, login = 'password' } = options;
  return {
    statementTimeout: minutes(10),
    settle: atOnce,
    ...options,
    kind: 'postgres',
    login,
    title: 'PostgreSQL',
    place: `PostgreSQL, secret ${secret}`,
    windowed: /:(from|to)\b/.test(query),
    needs: ({ databaseUsers }) => [
      secretNeed(secret),
      ...(login === 'iam' ? databaseUsers : []).map((user) => ({
        action: 'rds-db:connect',
        resource: arnOf('rds-db', `dbuser:${user}`),
      })),
    ],
    movedTo: ({ hostname, port, pathname }) =>
      postgres({ ...options, server: { host: hostname, port: Number(port), dbname: pathname.slice(1) } }),
  };
}
