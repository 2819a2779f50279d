import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { literal } from '../../../functions/core/quote.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { athena } from '../../../local/services/athena/athena.ts';
import { duckdbEngine } from '../../../local/services/athena/duckdb.ts';
import type { QueryEngine } from '../../../local/services/athena/engine.ts';
import { tablesOf } from '../../../local/services/athena/table.ts';
import { startFauxqs } from '../../../local/services/fauxqs.ts';
import { openWorld } from '../states/integrations/world.ts';

const hadoop = 'org.apache.hadoop.hive.ql.io.parquet';
const types = {
  id: 'int',
  big: 'bigint',
  price: 'decimal(10,2)',
  share: 'double',
  said: 'string',
  yes: 'boolean',
  day: 'date',
  seen: 'timestamp',
};
const declared = {
  DatabaseName: 'shop',
  TableInput: {
    Name: 'orders',
    TableType: 'EXTERNAL_TABLE',
    Parameters: {
      'projection.enabled': 'true',
      'projection.run.type': 'injected',
      'storage.location.template': `s3://lake/runs/\${run}/clean/orders/`,
    },
    PartitionKeys: [{ Name: 'run', Type: 'string' }],
    StorageDescriptor: {
      Location: 's3://lake/runs/',
      Columns: Object.entries(types).map(([Name, Type]) => ({ Name, Type })),
      InputFormat: `${hadoop}.MapredParquetInputFormat`,
      OutputFormat: `${hadoop}.MapredParquetOutputFormat`,
      SerdeInfo: { SerializationLibrary: `${hadoop}.serde.ParquetHiveSerDe` },
    },
  },
};

const rows = `SELECT * FROM (VALUES
  (1, 9007199254740993, 12.5, 1e10, 'a "b"' || chr(10) || 'ä🙂', true, DATE '2013-02-01', TIMESTAMP '2013-02-01 00:00:00'),
  (2, -1, -0.05, 0.1, '', false, DATE '1999-12-31', TIMESTAMP '1999-12-31 23:59:59.9996'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) AS t(id, big, price, share, said, yes, day, seen)`;
const typed = `SELECT id, big::BIGINT AS big, price::DECIMAL(10,2) AS price, share::DOUBLE AS share, said, yes, day, seen FROM (${rows})`;

let s3: S3Client;
let client: AthenaClient;
let stop: () => Promise<unknown>;
let work: Promise<unknown>;
let url: string;
beforeAll(async () => {
  const fauxqs = await startFauxqs('local');
  s3 = new S3Client({ endpoint: fauxqs.endpoint, region: 'local', forcePathStyle: true });
  const workGroups = { primary: {}, poor: { BytesScannedCutoffPerQuery: 10 } };
  const now = () => new Date();
  const engine: QueryEngine = (query) => {
    const result = duckdbEngine(s3)(query);
    work = result;
    return result;
  };
  const server = athena({ s3, engine, tables: [declared], workGroups, now });
  const served = await listenOnLoopback(server);
  url = served.url;
  client = new AthenaClient({ endpoint: served.url, region: 'local', maxAttempts: 1 });
  stop = async () => [client.destroy(), s3.destroy(), await served.close(), await fauxqs.stop()];
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
  await put('runs/one/clean/orders/a.parquet', await parquetOf(typed));
  await put('runs/two/clean/orders/a.parquet', await parquetOf('SELECT 7::INTEGER AS id'));
  await put('runs/one/clean/orders/_complete.json', '{}');
});
afterAll(() => stop());

const put = (Key: string, Body: string | Uint8Array) => s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body }));

async function parquetOf(sql: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'athena-'));
  const path = join(folder, 'a.parquet');
  await withDuckDB()((engine) => engine.run(`COPY (${sql}) TO ${literal(path)} (FORMAT parquet)`));
  const bytes = await readFile(path);
  await rm(folder, { recursive: true });
  return bytes;
}

const start = async (QueryString: string, more: { WorkGroup?: string; ClientRequestToken?: string } = {}) => {
  const ResultConfiguration = { OutputLocation: 's3://lake/runs/one/athena/' };
  const QueryExecutionContext = { Database: 'shop' };
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({ QueryString, QueryExecutionContext, ResultConfiguration, ...more }),
  );
  return QueryExecutionId;
};

async function ended(QueryExecutionId: string | undefined) {
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    if (QueryExecution?.Status?.State !== 'RUNNING') return QueryExecution;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const endOf = async (sql: string, more?: { WorkGroup: string }) => ended(await start(sql, more));

async function csv(sql: string): Promise<string | undefined> {
  const end = await endOf(sql);
  expect(end?.Status).toMatchObject({ State: 'SUCCEEDED' });
  const Key = end?.ResultConfiguration?.OutputLocation?.replace('s3://lake/', '');
  return (await s3.send(new GetObjectCommand({ Bucket: 'lake', Key }))).Body?.transformToString();
}

describe('a result', () => {
  it('has every value in quotes, and nothing for NULL', async () => {
    expect(await csv(`SELECT * FROM orders WHERE run = 'one' ORDER BY id`)).toBe(
      [
        '"id","big","price","share","said","yes","day","seen","run"',
        '"1","9007199254740993","12.50","1.0E10","a ""b""\nä🙂","true","2013-02-01","2013-02-01 00:00:00.000","one"',
        '"2","-1","-0.05","0.1","","false","1999-12-31","2000-01-01 00:00:00.000","one"',
        '"3",,,,,,,,"one"\n',
      ].join('\n'),
    );
  });

  it('names a column without a name by its place', async () => {
    expect(await csv(`SELECT count(*), max(id) AS most FROM orders WHERE run = 'one'`)).toBe(
      '"_col0","most"\n"3","3"\n',
    );
  });

  it.each([
    ['0.001', '0.001'],
    ['0.00099', '9.9E-4'],
    ['9999999', '9999999.0'],
    ['12345678', '1.2345678E7'],
    ['-0.5', '-0.5'],
    ["'NaN'", 'NaN'],
    ["'-Infinity'", '-Infinity'],
  ])('prints the double %s as Java does', async (value, printed) => {
    expect(await csv(`SELECT CAST(${value} AS DOUBLE) AS x`)).toBe(`"x"\n"${printed}"\n`);
  });
});

describe('a table', () => {
  it('has no rows in a run without files, and NULL where a file lacks a column', async () => {
    expect(await csv(`SELECT id FROM orders WHERE run = 'none'`)).toBe('"id"\n');
    expect(await csv(`SELECT id, said FROM orders WHERE run = 'two'`)).toBe('"id","said"\n"7",\n');
  });

  it('can be read of two runs in one query', async () => {
    const both = `SELECT a.id, b.id AS other FROM orders a, orders b WHERE a.run = 'two' AND b.run = 'one' ORDER BY 2 DESC`;
    expect(await csv(both)).toBe('"id","other"\n"7","3"\n"7","2"\n"7","1"\n');
  });

  it.each(['', `WHERE run <> 'one'`, `WHERE run = 'one' OR id = 1`])('cannot be read %s', async (where) => {
    const { Status } = (await endOf(`SELECT id FROM orders ${where}`)) ?? {};
    const words =
      'CONSTRAINT_VIOLATION: For the injected projected partition column run, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.';
    expect(Status).toMatchObject({ State: 'FAILED', StateChangeReason: words });
    expect(Status?.AthenaError).toMatchObject({ ErrorCategory: 2, Retryable: false, ErrorMessage: words });
  });

  it('is refused where it is declared as nothing that is known here', () => {
    const { TableInput } = declared;
    const csvTable = { ...declared, TableInput: { ...TableInput, Parameters: { 'projection.enabled': 'false' } } };
    expect(() => tablesOf([csvTable])).toThrow('projection.enabled');
    expect(() => tablesOf([{ ...declared, OpenTableFormatInput: {} }])).toThrow('OpenTableFormatInput');
  });
});

describe('a query', () => {
  it('tells how many bytes it has read', async () => {
    const { Statistics } = (await endOf(`SELECT 1 AS x FROM orders WHERE run = 'one'`)) ?? {};
    expect(Statistics?.DataScannedInBytes).toBe((await parquetOf(typed)).length);
  });

  it.each([
    'SELEC 1',
    'SELECT 1; SELECT 2',
    'SELECT * FROM nowhere',
    'DROP TABLE orders',
    "SELECT CAST('x' AS INTEGER)",
  ])('fails: %s', async (sql) =>
    expect((await endOf(sql))?.Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorCategory: 2 } }),
  );

  it('is stopped, and leaves no result', async () => {
    const QueryExecutionId = await start(
      'SELECT sum(a.range * b.range) AS x FROM range(10000000) a, range(10000000) b',
    );
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    const end = await ended(QueryExecutionId);
    expect(end?.Status).toMatchObject({ State: 'CANCELLED' });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    const Key = `runs/one/athena/${QueryExecutionId}.csv`;
    await expect(s3.send(new GetObjectCommand({ Bucket: 'lake', Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('is cancelled where it reads more than its workgroup lets it', async () => {
    const end = await endOf(`SELECT id FROM orders WHERE run = 'one'`, { WorkGroup: 'poor' });
    expect(end?.Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Bytes scanned limit was exceeded' });
  });

  it('is one where it is asked for twice with one token', async () => {
    const ClientRequestToken = 'a token that has at least 32 letters';
    const first = await start('SELECT 1 AS x', { ClientRequestToken });
    expect(await start('SELECT 1 AS x', { ClientRequestToken })).toBe(first);
    await expect(start('SELECT 2 AS x', { ClientRequestToken })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
  });

  it('is refused in a workgroup that is not there, and so is what is not known here', async () => {
    await expect(start('SELECT 1', { WorkGroup: 'rich' })).rejects.toThrow('WorkGroup rich is not found.');
    await expect(ended('nobody')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(client.send(new GetQueryResultsCommand({ QueryExecutionId: 'x' }))).rejects.toThrow(
      'The local Athena cannot GetQueryResults',
    );
  });
});

it('is waited for by a state machine, whose state fails where the query does', async () => {
  const world = await openWorld();
  const Query = {
    Type: 'Task',
    Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
    Parameters: {
      'QueryString.$': '$.sql',
      WorkGroup: 'primary',
      QueryExecutionContext: { Database: 'shop' },
      ResultConfiguration: { OutputLocation: 's3://lake/runs/one/athena/' },
    },
    End: true,
  };
  const machines = await world.machines(
    { main: { StartAt: 'Query', States: { Query } } },
    { endpoints: { athena: url } },
  );
  const well = await machines.run({ sql: `SELECT id FROM orders WHERE run = 'two'` });
  expect(well).toMatchObject({ output: { QueryExecution: { Status: { State: 'SUCCEEDED' } } } });
  const badly = await machines.run({ sql: 'SELECT id FROM orders' });
  expect(badly).toMatchObject({ error: 'States.TaskFailed', cause: expect.stringContaining('CONSTRAINT_VIOLATION') });
  await machines.close();
  await world.close();
});
