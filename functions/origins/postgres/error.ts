import { z } from 'zod';
import { type ErrorName, TributaryError } from '../../core/errors.ts';

/** What a failure of PostgreSQL, of the network or of TLS looks like; a code of five characters is an SQLSTATE. */
const failureSchema = z.object({ code: z.string().catch(''), message: z.string().catch('') });
type Failure = z.infer<typeof failureSchema>;

interface Answer {
  readonly when: RegExp;
  readonly name: ErrorName;
  readonly says: (failure: Failure) => string;
}

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), or the code of Node; the first that fits. */
const byCode: readonly Answer[] = [
  {
    when: /^57014$/,
    name: 'SourceUnavailable',
    says: () => 'the query took too long: give it an index on the column of the window, or raise statementTimeout',
  },
  {
    when: /^(08|25P|40|53|55P03|57|58|72)\w*$/,
    name: 'SourceUnavailable',
    says: ({ code }) => `the server is down, full or busy (${code}): see its log if this lasts`,
  },
  {
    when: /^28\w{3}$/,
    name: 'SourceRefused',
    says: ({ code }) =>
      `the server refuses the login (${code}): check the username and password of the secret, the server's pg_hba.conf, ` +
      'and with `iam` that the role was granted rds_iam',
  },
  {
    when: /^(21|3D|42|55)\w{3}$/,
    name: 'SourceRefused',
    says: ({ code, message }) => `the query cannot be run (${code}): ${message}. Check its tables, columns and grants`,
  },
  {
    when: /^22\w{3}$/,
    name: 'SourceRefused',
    // PostgreSQL's message quotes the value, which may be sensitive.
    says: ({ code }) => `the query fails on a value of a row (${code}): check the casts and divisions in it`,
  },
  {
    when: /^(0A|25)\w{3}$/,
    name: 'SourceRefused',
    says: ({ code }) => `PostgreSQL refuses the query (${code}): it has to be one SELECT that writes nothing`,
  },
  {
    when: /^(?=.*\d)[0-9A-Z]{5}$/,
    name: 'SourceRefused',
    // A function of the database may say anything, values too.
    says: ({ code }) => `the query fails (${code}): the log of the server says why`,
  },
  {
    when: /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|HOSTNAME_)/,
    name: 'SourceRefused',
    says: ({ code }) =>
      `the server's certificate is not trusted (${code}): name its CA in NODE_EXTRA_CA_CERTS or as \`ca\` in the ` +
      'secret, and connect by a name that is in the certificate',
  },
  {
    when: /^(ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|ENET|EHOST|ERR_STREAM_PREMATURE_CLOSE)/,
    name: 'SourceUnavailable',
    says: ({ code }) =>
      `the server cannot be reached (${code}): check that it runs, and the host and port of the secret; in a VPC, the ` +
      'security groups',
  },
];

/** What `pg` says without a code. */
const byMessage: readonly Answer[] = [
  {
    when: /^Connection terminated/,
    name: 'SourceUnavailable',
    says: () => 'the connection was cut before the last row',
  },
  {
    when: /timeout/i,
    name: 'SourceUnavailable',
    says: () => 'the server does not answer: check that it runs, and in a VPC the security groups',
  },
  {
    when: /SSL/,
    name: 'SourceRefused',
    says: () => 'the server does not speak TLS, and without it only a database on this machine is read: switch ssl on',
  },
  {
    when: /^SASL|authentication/i,
    name: 'SourceRefused',
    says: () => 'the server and this client agree on no way to log in: use scram-sha-256 or IAM',
  },
];

/**
 * An error of `pg` as SourceUnavailable or SourceRefused, in words that hold no value of a row and no credential, and
 * without its cause, which may hold both; every other error as it is.
 */
export function translated(source: string, error: unknown): unknown {
  const failure = failureSchema.safeParse(error).data;
  if (!failure || error instanceof TributaryError) return error;
  const { code, message } = failure;
  const answer = code ? byCode.find(({ when }) => when.test(code)) : byMessage.find(({ when }) => when.test(message));
  return answer ? new TributaryError(answer.name, `PostgreSQL, source ${source}: ${answer.says(failure)}.`) : error;
}

/** Whether the server refused the name or the password. */
export const isLoginRefused = (error: unknown): boolean => {
  const failure = failureSchema.safeParse(error).data;
  return failure !== undefined && /^28\w{3}$/.test(failure.code);
};
