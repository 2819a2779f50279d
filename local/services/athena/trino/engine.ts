import { randomUUID } from 'node:crypto';
import { identifier, literal } from '../../../../functions/core/quote.ts';
import { constraintViolation, type Query, type QueryEngine, QueryFailed, type Result } from '../engine.ts';
import type { Table } from '../table.ts';
import type { Trino } from './server.ts';
import { type Answer, run, type Statement, TrinoError } from './statement.ts';

/** Athena's queries by a Trino of one's own, which reads the bucket itself. */
export function trinoEngine(trino: Trino, endpoint: string): QueryEngine {
  const catalog = `catalog_${randomUUID().replaceAll('-', '')}`;
  let prepared: Promise<void> | undefined;
  const said = async (statement: Pick<Statement, 'sql' | 'schema'>, way?: Pick<Query, 'scan' | 'stop'>) =>
    run({ url: trino.url, catalog, ...statement }, way && { stop: way.stop, read: growing(way.scan) }).catch(
      (error: unknown) => failed(error, catalog),
    );
  const prepare = async (tables: readonly Table[]) => {
    await said({ sql: `CREATE CATALOG ${catalog} USING hive WITH (${propertiesOf(catalog, trino, endpoint)})` });
    for (const name of new Set(['default', ...tables.map(({ database }) => database)]))
      await said({ sql: `CREATE SCHEMA ${identifier(name)}` });
    for (const table of tables) await said({ sql: tableOf(table) });
  };
  return {
    parse: async (sql) => {
      await said({ sql: `PREPARE this FROM ${oneOf(sql)}` });
    },
    run: async ({ sql, database, tables, scan, stop }) => {
      prepared ??= prepare(tables);
      await prepared;
      return resultOf(await said({ sql: oneOf(sql), schema: database }, { scan, stop }));
    },
  };
}

const oneOf = (sql: string) => sql.replace(/;\s*$/, '');

/** From how much there is to how much has come. */
function growing(hear: (more: number) => void) {
  let before = 0;
  return (all: number) => {
    hear(all - before);
    before = all;
  };
}

/** https://trino.io/docs/476/connector/hive.html: the buckets' Parquet, read as Athena does. */
function propertiesOf(catalog: string, { folder }: Trino, endpoint: string) {
  const properties = {
    'hive.metastore': 'file',
    'hive.metastore.catalog.dir': `local:///${catalog}`,
    'fs.native-local.enabled': 'true',
    'local.location': folder,
    'fs.native-s3.enabled': 'true',
    's3.endpoint': endpoint,
    's3.region': 'local',
    's3.path-style-access': 'true',
    's3.aws-access-key': 'test',
    's3.aws-secret-key': 'test',
    'hive.timestamp-precision': 'MILLISECONDS',
    'hive.recursive-directories': 'true',
    'hive.ignore-absent-partitions': 'true',
  };
  return Object.entries(properties)
    .map(([name, value]) => `${identifier(name)} = ${literal(value)}`)
    .join(', ');
}

const types: Readonly<Record<string, string>> = { int: 'integer', string: 'varchar', timestamp: 'timestamp(3)' };

/** The table, its run as Athena projects it. */
function tableOf({ database, name, columns, locationOf }: Table) {
  const { bucket, prefix } = locationOf(`\${run}`);
  const own = columns.map((column) => `${identifier(column.name)} ${types[column.type] ?? column.type}`);
  const settings = [
    `format = 'PARQUET'`,
    `external_location = ${literal(`s3://${bucket}/`)}`,
    `partitioned_by = ARRAY['run']`,
    'partition_projection_enabled = true',
    `partition_projection_location_template = ${literal(`s3://${bucket}/${prefix}`)}`,
  ];
  const run = `run varchar WITH (partition_projection_type = 'injected')`;
  const table = `${identifier(database)}.${identifier(name)}`;
  return `CREATE TABLE ${table} (${[...own, run].join(', ')}) WITH (${settings.join(', ')})`;
}

const printable = /^(unknown|boolean|(tiny|small|big)?int(eger)?|double|date|timestamp|(varchar|decimal)(\(.*\))?)$/;

function resultOf({ columns, rows }: Answer): Result {
  const odd = columns.find(({ type }) => !printable.test(type));
  if (odd) throw new QueryFailed(`NOT_SUPPORTED: the local Athena cannot print a value of type ${odd.type}: cast it`);
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) => row.map((value) => (value === null ? undefined : String(value)))),
  };
}

/** An error of Trino in Athena's words. */
function failed(error: unknown, catalog: string): never {
  if (!(error instanceof TrinoError) || error.type === 'INTERNAL_ERROR') throw error;
  if (error.code === 'INVALID_COLUMN_PROPERTY') throw new QueryFailed(constraintViolation);
  throw new QueryFailed(`${error.code}: ${error.message.replaceAll(catalog, 'awsdatacatalog')}`);
}
