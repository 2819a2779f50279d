import { GetQueryResultsCommand } from '@aws-sdk/client-athena';
import { duckdbEngine } from '../../../local/services/athena/duckdb.ts';
import { tablesOf } from '../../../local/services/athena/table.ts';
import { orders } from '../../athena/orders.ts';
import { openRig, parquetOf, type Rig } from '../../athena/rig.ts';
import { athenaSuite } from '../../athena/suite.ts';
import { openWorld } from '../states/integrations/world.ts';

describe('Athena by DuckDB', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig(({ s3 }) => duckdbEngine(s3));
  });
  afterAll(() => rig.close());
  athenaSuite(() => rig);
});

describe('the local Athena', () => {
  let rig: Rig;
  let work: Promise<unknown>;
  beforeAll(async () => {
    rig = await openRig(({ s3 }) => {
      const engine = duckdbEngine(s3);
      const run: typeof engine.run = (query) => {
        const result = engine.run(query);
        work = result;
        return result;
      };
      return { ...engine, run };
    });
    await rig.put('runs/two/clean/orders/a.parquet', await parquetOf('SELECT 7::INTEGER AS id'));
  });
  afterAll(() => rig.close());

  it('counts whole files as read', async () => {
    const { Statistics } = (await rig.endOf(`SELECT 1 AS x FROM orders WHERE run = 'two'`)) ?? {};
    expect(Statistics?.DataScannedInBytes).toBe((await parquetOf('SELECT 7::INTEGER AS id')).length);
  });

  it('stops DuckDB', async () => {
    const id = await rig.start('SELECT sum(a.range * b.range) AS x FROM range(10000000) a, range(10000000) b');
    await rig.stop(id);
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('begins nothing but one query', async () => {
    await expect(rig.start('DROP TABLE orders')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('begins a query once for a token', async () => {
    const ClientRequestToken = 'a token that has at least 32 letters';
    const first = await rig.start('SELECT 1 AS x', { ClientRequestToken });
    expect(await rig.start('SELECT 1 AS x', { ClientRequestToken })).toBe(first);
    const other = rig.start('SELECT 2 AS x', { ClientRequestToken });
    await expect(other).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('refuses a workgroup that is not there, and what it does not know', async () => {
    await expect(rig.start('SELECT 1', { WorkGroup: 'rich' })).rejects.toThrow('WorkGroup rich is not found.');
    await expect(rig.ended('nobody')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(rig.client.send(new GetQueryResultsCommand({ QueryExecutionId: 'x' }))).rejects.toThrow(
      'The local Athena cannot GetQueryResults',
    );
  });

  it('refuses a table that is declared as nothing that it knows', () => {
    const { TableInput } = orders;
    const csvTable = { ...orders, TableInput: { ...TableInput, Parameters: { 'projection.enabled': 'false' } } };
    expect(() => tablesOf([csvTable])).toThrow('projection.enabled');
    expect(() => tablesOf([{ ...orders, OpenTableFormatInput: {} }])).toThrow('OpenTableFormatInput');
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
      { endpoints: { athena: rig.url } },
    );
    const well = await machines.run({ sql: `SELECT id FROM orders WHERE run = 'two'` });
    expect(well).toMatchObject({ output: { QueryExecution: { Status: { State: 'SUCCEEDED' } } } });
    const badly = await machines.run({ sql: 'SELECT id FROM orders' });
    expect(badly).toMatchObject({ error: 'States.TaskFailed', cause: expect.stringContaining('CONSTRAINT_VIOLATION') });
    const none = await machines.run({ sql: 'SELEC' });
    expect(none).toMatchObject({ error: 'Athena.InvalidRequestException' });
    await machines.close();
    await world.close();
  });
});
