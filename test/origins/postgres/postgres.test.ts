import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ConnectorWorld } from '../../../functions/origins/connector.ts';
import { rdsToken } from '../../../functions/origins/postgres/login.ts';
import type { PostgresOrigin } from '../../../functions/origins/postgres/options.ts';
import { freePort } from '../../../local/loopback.ts';
import { memoryBucket } from '../../world/bucket.ts';
import { connectorSuite, extractionOf, type Failure, rowsTo, worldOf } from '../contract.ts';
import { openGate } from './gate.ts';
import { connector, failures, openRig, type PostgresRig, secretWith } from './rig.ts';
import { valuesSuite } from './values.ts';

/** PostgreSQL as WebAssembly, in a process of its own, as a server would be. It asks for no password. */
let server: ChildProcessByStdio<null, Readable, null>;
let port: number;

beforeAll(async () => {
  port = await freePort();
  const program = join(dirname(require.resolve('@electric-sql/pglite-socket')), 'scripts/server.js');
  server = spawn(process.execPath, [program, `--port=${port}`, '--max-connections=8'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await listening(server);
}, 30_000);

afterAll(async () => {
  server.kill();
  await once(server, 'exit');
});

/** What it says has to be read to the end, or it stops. */
const listening = ({ stdout }: ChildProcessByStdio<null, Readable, null>): Promise<void> =>
  new Promise((resolve, reject) => {
    stdout.on('data', (said) => /listening/i.test(String(said)) && resolve());
    stdout.on('end', () => reject(new Error('PGlite did not start')));
  });

const open = () => {
  const login = { host: '127.0.0.1', port, dbname: 'postgres', username: 'postgres', password: 'pass of the test' };
  return openRig({ ...login, database: 'postgres', user: 'postgres' }, login);
};

const wrongPassword: Failure<PostgresOrigin, PostgresRig> = {
  error: 'SourceRefused',
  says: /refuses the login \(28P01\): check the username and password of the secret/,
  arrange: async (rig) => {
    const gate = await openGate(port, rig.login.password);
    return { secrets: secretWith(rig, { port: gate.port, password: 'wrong password' }), undo: () => gate.close() };
  },
};

connectorSuite('postgres', { open, failures: { ...failures, 'wrong password': wrongPassword } });
valuesSuite(open);

describe('the login', () => {
  let rig: PostgresRig;
  beforeAll(async () => {
    rig = await open();
    await rig.seed(rowsTo(10));
  }, 30_000);
  afterAll(() => rig.close());

  const extract = async (secret: ConnectorWorld['secret'], origin = rig.origin) => {
    const bucket = memoryBucket();
    await connector(extractionOf(origin), { ...worldOf({}), bucket, secret });
    return Object.values(bucket.texts()).join('').trimEnd().split('\n');
  };

  it('reads the secret once more, and no third time, where the password was rotated', async () => {
    const gate = await openGate(port, 'password of today');
    const asked: unknown[] = [];
    const secretThen = (again: string) =>
      extract(async (name, options) => {
        asked.push(options);
        return secretWith(rig, { port: gate.port, password: options?.again ? again : 'one before it' })[name] ?? '';
      });
    try {
      expect(await secretThen('password of today')).toHaveLength(10);
      await expect(secretThen('another one')).rejects.toThrow(/28P01/);
      expect(asked).toEqual([undefined, { again: true }, undefined, { again: true }]);
    } finally {
      gate.close();
    }
  });

  it("takes the server from the source where RDS's own secret holds a name and a password alone", async () => {
    const { username, password } = rig.login;
    const secret = async () => JSON.stringify({ username, password });
    const server = { host: '127.0.0.1', port, dbname: 'postgres' };
    expect(await extract(secret, { ...rig.origin, server })).toHaveLength(10);
  });
});

it("signs IAM's token for that server and that name, without a word to AWS", async () => {
  const token = await rdsToken({ host: 'orders.rds.amazonaws.com', port: 5433, username: 'reader' });
  expect(token).toMatch(/^orders\.rds\.amazonaws\.com:5433\/\?Action=connect&DBUser=reader&.*X-Amz-Signature=/);
});
