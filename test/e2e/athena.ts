import { GetDatabaseCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { listenOnLoopback } from '../../local/loopback.ts';
import { athena } from '../../local/services/athena/athena.ts';
import { duckdbEngine } from '../../local/services/athena/duckdb.ts';

/** What of a table was declared. */
const table = z.object({
  DatabaseName: z.string(),
  Name: z.string(),
  TableType: z.string(),
  Parameters: z.record(z.string(), z.string()),
  PartitionKeys: z.array(z.unknown()),
  StorageDescriptor: z.looseObject({}),
});

/**
 * The Athena of an emulator, whose workgroups have these names: queries run by DuckDB, over the tables that are deployed.
 * It asks Glue and S3 in the name of whoever the emulator lets it work for.
 */
export async function startAthena(endpoint: string, workGroups: readonly string[]) {
  const as = { accessKeyId: 'ATHENA', secretAccessKey: 'ATHENA', sessionToken: 'ATHENA' };
  const client = { endpoint, region: 'eu-central-1', credentials: as };
  const [s3, glue] = [new S3Client({ ...client, forcePathStyle: true }), new GlueClient(client)];
  const served = await listenOnLoopback(
    athena({
      s3,
      engine: duckdbEngine(s3),
      tables: (sql) => tablesIn(sql, glue),
      workGroups: Object.fromEntries(workGroups.map((name) => [name, {}])),
      now: () => new Date(),
    }),
  );
  return { url: served.url, close: async () => [await served.close(), s3.destroy(), glue.destroy()] };
}

/** What Glue tells of the tables that a query names with their databases. */
async function tablesIn(sql: string, glue: GlueClient) {
  const named = new Map([...sql.matchAll(/"(\w+)"\."(\w+)"/g)].map(([all, database, name]) => [all, [database, name]]));
  for (const Name of new Set([...named.values()].map(([database]) => database)))
    await glue.send(new GetDatabaseCommand({ Name }));
  const tables: unknown[] = [];
  for (const [DatabaseName, Name] of named.values()) {
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
    const { DatabaseName: _, ...TableInput } = table.parse(Table);
    tables.push({ DatabaseName, TableInput });
  }
  return tables;
}
