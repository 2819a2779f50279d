import { memoryBucket } from '../../world/bucket.ts';
import { batchWindow, worldOf } from '../contract.ts';
import { connector, type PostgresRig } from './rig.ts';

/** What the connector makes of each type, on that server. */
export function valuesSuite(open: () => Promise<PostgresRig>): void {
  describe('the values of PostgreSQL', () => {
    let rig: PostgresRig;
    beforeAll(async () => {
      rig = await open();
    }, 30_000);
    afterAll(() => rig.close());

    it('are byte for byte those of row_to_json, whatever their type', async () => {
      await rig.run("SET TimeZone = 'UTC'");
      await rig.run(`CREATE TYPE mood AS ENUM ('glad', 'so "so"')`);
      await rig.run('CREATE DOMAIN dozen AS int CHECK (VALUE % 12 = 0)');
      for (const value of values) {
        const query = `SELECT ${value} AS "a "" \\ é", 7 AS b`;
        const [expected] = await rig.run(`SELECT row_to_json(q.*)::text AS line FROM (${query}) q`);
        expect(await extracted(rig, query)).toBe(`${expected?.line}\n`);
      }
    });

    it('of type json lose their line ends, which a line cannot hold', async () => {
      const query = `SELECT E'{"a":\\n\\t[1,\\r\\n"\\\\\\\\n"]}'::json AS j`;
      expect(await extracted(rig, query)).toBe('{"j":{"a":  [1,  "\\\\n"]}}\n');
    });

    it('keep the order of the query over many pieces of the stream, also with rows of a megabyte', async () => {
      const query = `SELECT i, repeat('é', CASE WHEN i % 500 = 0 THEN 500000 ELSE i % 90 END) AS r
      FROM generate_series(1, 1500) i ORDER BY i DESC`;
      const lines = (await extracted(rig, query)).trimEnd().split('\n');
      const expected = Array.from({ length: 1500 }, (_, at) => 1500 - at).map((i) =>
        JSON.stringify({ i, r: 'é'.repeat(i % 500 === 0 ? 500_000 : i % 90) }),
      );
      expect(lines).toEqual(expected);
    });

    it('do not depend on the settings of the role', async () => {
      const role = rig.login.username;
      await rig.run(`ALTER ROLE ${role} SET TimeZone = 'Asia/Kolkata'`);
      await rig.run(`ALTER ROLE ${role} SET DateStyle = 'SQL, DMY'`);
      const query = `SELECT :from AS moment, (:to)::date AS day, ':from' AS text -- :to`;
      expect(await extracted(rig, query)).toBe(
        '{"moment":"2013-02-01T00:00:00+00:00","day":"2013-03-01","text":":from"}\n',
      );
    });
  });
}

const values = [
  'null',
  "''::text",
  "'N'::text",
  "E'\\\\N'::text",
  "E'\\\\.'::text",
  "E'tab\\t nl\\n cr\\r bs\\b ff\\f vt\\x0b \\x01\\x1b\\x7f \\\\ \\\\n \" '' / é 東京 🍋'::text",
  "'  padded'::char(12)",
  "'one'::varchar",
  '9223372036854775807::int8',
  '(-32768)::int2',
  '24::dozen',
  '12345678901234567890.12345678901234567890::numeric',
  "'NaN'::numeric",
  "'-Infinity'::float8",
  '1e300::float8',
  '0.1::float4',
  "'1e-7'::float8",
  'true',
  'false',
  "date '2013-02-28'",
  "date 'infinity'",
  "date '0044-03-15 BC'",
  "timestamptz '2013-02-28 23:59:59.123456+05:30'",
  "timestamptz '2013-02-28'",
  "timestamptz '-infinity'",
  "timestamptz '0044-03-15 12:00+00 BC'",
  "timestamp '2013-02-28 23:59:59.5'",
  "timestamp '12013-02-28 01:00'",
  "time '12:34:56.7'",
  "timetz '12:34:56+02'",
  "interval '1 year 2 days 03:04:05.6'",
  "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
  "'\\xdeadbeef'::bytea",
  `'{"a": [1, null, {"b": "x\\\\y\\"\\n"}], "n": 12345678901234567890.123}'::jsonb`,
  `'{"a" :  [1 , 2], "a": "\\\\"}'::json`,
  `ARRAY['a', null, 'b "c" \\ d', '{,}']`,
  'ARRAY[[1,2],[3,4]]',
  "ARRAY[timestamptz '2013-02-28 10:00+00']",
  "ROW(1, 'two', null)",
  `'so "so"'::mood`,
  "'[1,5)'::int4range",
  "'10.0.0.1/8'::inet",
  "'1.50'::money",
];

async function extracted({ origin, secrets }: PostgresRig, query: string): Promise<string> {
  const bucket = memoryBucket();
  const extraction = { source: 'values', origin: { ...origin, query }, objects: [], prefix: 'raw/' };
  const batch = { name: '2013-02', from: '2013-02-01', to: '2013-03-01' };
  await connector({ ...extraction, batch, window: batchWindow }, { ...worldOf(secrets), bucket });
  return Object.values(bucket.texts()).join('');
}
