import { z } from 'zod';
import { athenaOf } from '../../deployment/athena.ts';
import { glueTables, tableInput } from '../../deployment/glue.ts';
import { describeTables } from '../../functions/aggregate/describe.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { decimal, definePipeline, defineSource, upload } from '../../functions/tributary.ts';
import { tablesOf } from '../../local/services/athena/table.ts';

const names = { database: 'shop_dev', workGroup: 'shop-dev', mostBytes: 1e12 };

const readable = (columns: Readonly<Record<string, z.ZodType>> = {}) =>
  withDuckDB()(async (engine) => {
    const row = z.object({
      id: z.int(),
      Price: decimal(12, 2),
      rate: z.number(),
      paid: z.boolean(),
      day: z.iso.date(),
      seen: z.iso.datetime({ offset: true }),
      note: z.string(),
      ...columns,
    });
    const orders = defineSource({ name: 'orders', title: 'Orders', origin: upload(), row });
    const sql =
      'SELECT count(*) AS n, sum(id) AS ids, max(seen) AS last, extract(YEAR FROM day) AS y, CAST(id AS INTEGER) AS short FROM orders GROUP BY id, day ORDER BY 1';
    const { sources, ...pipeline } = definePipeline({
      name: 'shop',
      period: 'month',
      timeZone: 'UTC',
      sources: [orders],
      limits: { rejected: 0.1, empty: 'allow' },
      maxSourceBytes: 1_000_000,
      report: { title: 'Shop', figures: [], tables: [{ name: 'by_day', sql }] },
    });
    const { tables, problems } = await describeTables({ ...pipeline, sources }, engine);
    expect(problems).toEqual([]);
    return { sources, tables };
  });

it('has a table of Glue for each source and each table of the report, over the folders of all runs', async () => {
  const { resources } = athenaOf(await readable(), names);
  expect(Object.keys(resources)).toEqual([
    'AthenaDatabase',
    'AthenaWorkGroup',
    'AthenaTableOrders',
    'AthenaTableByUnderscoreday',
  ]);
  expect(resources.AthenaTableByUnderscoreday).toMatchObject({
    Type: 'AWS::Glue::Table',
    Properties: {
      DatabaseName: 'shop_dev',
      TableInput: {
        Parameters: {
          'projection.run.type': 'injected',
          'storage.location.template': {
            'Fn::Sub': [`s3://\${Name}/runs/\${!run}/tables/by_day/`, { Name: { Ref: 'Bucket' } }],
          },
        },
        StorageDescriptor: { Location: { 'Fn::Sub': [`s3://\${Name}/runs/`, { Name: { Ref: 'Bucket' } }] } },
      },
    },
  });
});

it('types the columns as Hive calls them', async () => {
  const columns = glueTables(await readable()).map((table) =>
    table.columns.map(({ Name, Type }) => `${Name} ${Type}`).join(', '),
  );
  expect(columns).toEqual([
    'id bigint, price decimal(12,2), rate double, paid boolean, day date, seen timestamp, note string',
    'n bigint, ids bigint, last timestamp, y bigint, short int',
  ]);
});

it('is what the local Athena takes', async () => {
  const tables = glueTables(await readable()).map((table) => ({
    DatabaseName: 'shop_dev',
    TableInput: tableInput(table, (folder) => `s3://lake/${folder}`),
  }));
  expect(tablesOf(tables).map(({ locationOf }) => locationOf('one').prefix)).toEqual([
    'runs/one/clean/orders/',
    'runs/one/tables/by_day/',
  ]);
});

it('lets the state machine read the tables of its database and their files, and write answers, and no more', async () => {
  const { machine, aggregate } = athenaOf(await readable(), names);
  const resources = (action: string) =>
    machine.flatMap(({ Action, Resource }) => ([Action].flat().includes(action) ? [Resource].flat() : []));
  const arn = (rest: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${rest}` });
  expect(resources('athena:StartQueryExecution')).toEqual([
    arn(`athena:\${AWS::Region}:\${AWS::AccountId}:workgroup/shop-dev`),
  ]);
  expect(resources('glue:GetTable').slice(1)).toEqual(
    ['database/shop_dev', 'table/shop_dev/*'].map((rest) => arn(`glue:\${AWS::Region}:\${AWS::AccountId}:${rest}`)),
  );
  expect(resources('s3:GetObject')).toEqual(
    ['clean/*/*', 'tables/*/*', 'athena/*'].map((zone) => ({ 'Fn::Sub': `\${Bucket.Arn}/runs/*/${zone}` })),
  );
  expect(resources('s3:PutObject')).toEqual([{ 'Fn::Sub': `\${Bucket.Arn}/runs/*/athena/*` }]);
  expect(JSON.stringify(machine)).not.toMatch(/"\*"|:\*"|Delete|Create/);
  expect(aggregate).toEqual({
    reads: ['runs/*/athena/*', 'runs/*/tables/*/*'],
    writes: ['runs/*/athena/*'],
    environment: { GLUE_DATABASE: 'shop_dev' },
  });
});

it('cancels a query that scans too much, and lets the state say where its answer goes', async () => {
  const { resources } = athenaOf(await readable(), names);
  expect(resources.AthenaWorkGroup).toMatchObject({
    Properties: {
      Name: 'shop-dev',
      WorkGroupConfiguration: { EnforceWorkGroupConfiguration: false, BytesScannedCutoffPerQuery: 1e12 },
    },
  });
});

it('names every column that Athena cannot have', async () => {
  const failing = readable({ Run: z.string(), Größe: z.string() }).then((all) => athenaOf(all, names));
  await expect(failing).rejects.toMatchObject({ name: 'PipelineInvalid' });
  await expect(failing).rejects.toThrow('orders has a column "Run", by which Athena tells runs apart');
  await expect(failing).rejects.toThrow('orders has a column "Größe": name it by');
});
