import { setTimeout } from 'node:timers/promises';
import { type PostgresServer, serverPrograms, startPostgres } from '../../bench/postgres-server.ts';
import { seconds } from '../../functions/core/duration.ts';
import type { PostgresOrigin } from '../../functions/origins/postgres/options.ts';
import { batchWindow, connectorSuite, type Failure, memorySuite, worldOf } from '../origins/contract.ts';
import { connector, failures, openRig, type PostgresRig, secretWith, token } from '../origins/postgres/rig.ts';
import { valuesSuite } from '../origins/postgres/values.ts';
import { memoryBucket } from '../world/bucket.ts';

/** A native PostgreSQL of Debian's package, TLS on, passwords by SCRAM. */
let server: PostgresServer;

const isThere = serverPrograms() !== undefined;
if (!isThere)
  console.warn('There is no native PostgreSQL here, so that its tests are skipped: apt-get install postgresql.');
/** CI has one, or fails. */
const suite = isThere || process.env.CI ? describe : describe.skip;

async function open(): Promise<PostgresRig> {
  const login = {
    host: 'localhost',
    port: server.port,
    dbname: 'postgres',
    username: 'reader',
    password: 'first password',
  };
  const admin = { host: server.folder, port: server.port, user: 'admin', database: 'postgres' };
  const rig = await openRig(admin, { ...login, ca: server.ca });
  await rig.run('DROP ROLE IF EXISTS reader, cloud');
  await rig.run(`CREATE ROLE reader LOGIN PASSWORD '${login.password}'`);
  await rig.run(`CREATE ROLE cloud LOGIN PASSWORD '${token}'`);
  return rig;
}

const native: Readonly<Record<string, Failure<PostgresOrigin, PostgresRig>>> = {
  'certificate of another CA': {
    error: 'SourceRefused',
    says: /certificate is not trusted.*NODE_EXTRA_CA_CERTS/,
    arrange: (rig) => ({ secrets: secretWith(rig, { ca: server.otherCa }) }),
  },
  'certificate of another host': {
    error: 'SourceRefused',
    says: /ERR_TLS_CERT_ALTNAME_INVALID/,
    arrange: (rig) => ({ secrets: secretWith(rig, { host: '127.0.0.1' }) }),
  },
  'wrong password': {
    error: 'SourceRefused',
    says: /refuses the login \(28P01\)/,
    arrange: (rig) => ({ secrets: secretWith(rig, { password: 'wrong password' }) }),
  },
  'database that is not there': {
    error: 'SourceRefused',
    says: /3D000.*"nowhere"/,
    arrange: (rig) => ({ secrets: secretWith(rig, { dbname: 'nowhere' }) }),
  },
  'table that may not be read': {
    error: 'SourceRefused',
    says: /42501.*permission denied/,
    arrange: async ({ run }) => {
      await run('REVOKE SELECT ON orders FROM PUBLIC');
      return { undo: () => run('GRANT SELECT ON orders TO PUBLIC') };
    },
  },
  'statement past its time': {
    error: 'SourceUnavailable',
    says: /took too long.*statementTimeout/,
    arrange: ({ origin }) => ({
      origin: { ...origin, statementTimeout: seconds(0.2), query: 'SELECT id, pg_sleep(1) FROM orders' },
    }),
  },
  'server with no connection left': {
    error: 'SourceUnavailable',
    says: /down, full or busy \(53300\)/,
    arrange: async ({ run }) => {
      await run('ALTER ROLE reader CONNECTION LIMIT 0');
      return { undo: () => run('ALTER ROLE reader CONNECTION LIMIT -1') };
    },
  },
  'server that is stopped half way': {
    error: 'SourceUnavailable',
    says: /57P01|cut/,
    arrange: ({ run, origin }) => {
      const stop = setInterval(() => {
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tributary'").catch(
          () => undefined,
        );
      }, 100);
      const query = 'SELECT orders.*, pg_sleep(0.01) FROM orders';
      return { origin: { ...origin, query }, undo: () => clearInterval(stop) };
    },
  },
};

suite('a native PostgreSQL', () => {
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());

  connectorSuite('postgres over TLS', { open, failures: { ...failures, ...native } });
  memorySuite('postgres', open);
  valuesSuite(open);
  describe('the login', loginSuite);

  function loginSuite(): void {
    let rig: PostgresRig;
    beforeAll(async () => {
      rig = await open();
      await rig.run('INSERT INTO orders SELECT i, $1 FROM generate_series(1, 20000) i', [batchWindow.from]);
    });
    afterAll(() => rig.close());

    const extract = async (secret: typeof world.secret, origin = rig.origin) => {
      const bucket = memoryBucket();
      const batch = { name: '2013-02', from: '2013-02-01', to: '2013-03-01' };
      const extraction = { source: 'orders', origin, batch, window: batchWindow, objects: [], prefix: 'raw/' };
      await connector(extraction, { ...world, bucket, secret });
      return Object.values(bucket.texts()).join('').trimEnd().split('\n');
    };
    const world = worldOf({});
    const text = (other: Parameters<typeof secretWith>[1]) => secretWith(rig, other)['orders-db'] ?? '';

    it('reads the secret once more where the password was rotated', async () => {
      const asked: unknown[] = [];
      const lines = await extract(async (_, options) => {
        asked.push(options);
        return text({ password: options?.again ? 'first password' : 'the one before it' });
      });
      expect(lines).toHaveLength(20_000);
      expect(asked).toEqual([undefined, { again: true }]);
    });

    it('reads it no third time', async () => {
      let asked = 0;
      const refused = extract(async () => {
        asked++;
        return text({ password: 'wrong' });
      });
      await expect(refused).rejects.toThrow(/28P01/);
      expect(asked).toBe(2);
    });

    it("takes IAM's token instead of a password", async () => {
      const iam = { ...rig.origin, login: 'iam' } as const;
      expect(await extract(async () => text({ username: 'cloud' }), iam)).toHaveLength(20_000);
    });

    it('makes one connection over TLS, read-only, and closes it', async () => {
      const query = `SELECT ssl, current_setting('transaction_read_only') AS read_only,
      current_setting('transaction_isolation') AS level FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
      const [line = ''] = await extract(async () => text({}), { ...rig.origin, query });
      expect(JSON.parse(line)).toEqual({ ssl: true, read_only: 'on', level: 'repeatable read' });
      await closed();
    });

    it('closes it after a failure half way, too', async () => {
      const query = 'SELECT 1 / (10000 - id) FROM orders';
      await expect(extract(async () => text({}), { ...rig.origin, query })).rejects.toThrow(/22012/);
      await closed();
    });

    /** The server takes a moment to see that a connection is closed. */
    const closed = async () => {
      const open = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'tributary'";
      for (let tries = 0; tries < 40 && (await rig.run(open)).length > 0; tries++) await setTimeout(50);
      expect(await rig.run(open)).toEqual([]);
    };
  }
});
