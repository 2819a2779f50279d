import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../local/loopback.ts';

export interface PostgresServer {
  /** Its certificate is of `localhost`; as `admin` over the socket in `folder` it asks for no password. */
  readonly folder: string;
  readonly port: number;
  /** The certificates (PEM) and files of its CA, and of another one. */
  readonly ca: string;
  readonly caFile: string;
  readonly otherCa: string;
  readonly stop: () => void;
}

/** The server's own messages and order of texts are those of no country, whatever this machine is set to. */
const plain = () => ({ ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: '' });

/** Where Debian's and Ubuntu's packages put the programs of the server. */
const versions = '/usr/lib/postgresql';

/** The folder of the newest server's programs; undefined where none is installed. */
export function serverPrograms(): string | undefined {
  const found = existsSync(versions) ? readdirSync(versions) : [];
  const newest = found.toSorted((one, other) => Number(other) - Number(one)).map((one) => join(versions, one, 'bin'));
  return newest.find((programs) => existsSync(join(programs, 'initdb')));
}

/** A native PostgreSQL with a folder, a port and a CA of its own: TLS on, passwords by SCRAM. Throws without the package. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = serverPrograms();
  if (!programs) throw new Error(`There is no PostgreSQL server in ${versions}: apt-get install postgresql.`);
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const at = (name: string) => join(folder, name);
  const run = runnerIn(folder);
  for (const ca of ['ca', 'other-ca']) run('openssl', ...certificateAuthority(at(ca)));
  run('openssl', ...request(at('server')));
  run('openssl', ...certificate(at('server'), at('ca')));
  run(join(programs, 'initdb'), '-D', at('data'), '-U', 'admin', '-E', 'UTF8', ...authentication);
  const port = await freePort();
  const control = (...argv: readonly string[]) => run(join(programs, 'pg_ctl'), '-D', at('data'), ...argv);
  control('-l', at('log'), '-o', settings(folder, port), '-w', 'start');
  return {
    folder,
    port,
    ca: readFileSync(at('ca.crt'), 'utf8'),
    caFile: at('ca.crt'),
    otherCa: readFileSync(at('other-ca.crt'), 'utf8'),
    stop: () => {
      control('-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true });
    },
  };
}

/** Runs a program in the folder; PostgreSQL refuses to be root's, so that root becomes the user of the package. */
function runnerIn(folder: string) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const user = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
    chownSync(folder, user('-u'), user('-g'));
  }
  return (...command: readonly string[]): void => {
    const [program = '', ...argv] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    execFileSync(program, argv, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, env: plain() });
  };
}

const key = (to: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${to}.key`];

const certificateAuthority = (to: string) => [
  'req',
  '-x509',
  ...key(to),
  '-subj',
  '/CN=a CA',
  '-days',
  '2',
  '-out',
  `${to}.crt`,
];

const request = (to: string) => {
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  return ['req', ...key(to), ...names, '-out', `${to}.csr`];
};

const certificate = (to: string, ca: string) => {
  const by = ['-CA', `${ca}.crt`, '-CAkey', `${ca}.key`, '-CAcreateserial', '-copy_extensions', 'copy'];
  return ['x509', '-req', '-in', `${to}.csr`, ...by, '-days', '2', '-out', `${to}.crt`];
};

const authentication = ['--auth-local=trust', '--auth-host=scram-sha-256'];

/** Nothing here has to outlive a loss of power. */
const settings = (folder: string, port: number): string =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    ssl: 'on',
    ssl_cert_file: join(folder, 'server.crt'),
    ssl_key_file: join(folder, 'server.key'),
    fsync: 'off',
  })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
