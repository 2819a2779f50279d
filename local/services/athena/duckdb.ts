import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { describe } from '../../../functions/core/described.ts';
import { identifier, literal } from '../../../functions/core/quote.ts';
import { messageOf } from '../../../functions/core/told.ts';
import { inWhole } from '../../../functions/core/whole-text.ts';
import type { Engine } from '../../../functions/core/world.ts';
import { withDuckDB } from '../../../functions/platform/engine.ts';
import { type Query, type QueryEngine, QueryFailed, type Result } from './engine.ts';
import { type Partition, partitionsOf } from './partitions.ts';
import { duckdbType, type Table } from './table.ts';
import { type Part, treeOf } from './tree.ts';
import { printed } from './value.ts';

/** Athena's queries by DuckDB, over copies of the files that they read; whole files count as scanned. */
export const duckdbEngine = (s3: S3Client): QueryEngine => ({
  parse: (sql) => withDuckDB()((engine) => treeOf(sql, engine)),
  run: (query) =>
    withDuckDB({ stop: query.stop })(async (opened) => {
      const engine = unlessStopped(opened, query.stop);
      const tree = await treeOf(query.sql, engine);
      const partitions = partitionsOf(tree, query.database, query.tables);
      const files = await filesOf(partitions, s3);
      query.scan(files.reduce((sum, { bytes }) => sum + bytes, 0));
      for (const file of files) await download({ s3, ...file, to: pathOf(file, engine) }, query.stop);
      await makeTables(query, files, engine);
      return resultOf(query, tree, engine);
    }),
});

/** An interrupt between two statements stops neither. */
const unlessStopped = (engine: Engine, stop: AbortSignal): Engine => ({
  directory: engine.directory,
  run: async (sql) => {
    stop.throwIfAborted();
    await engine.run(sql);
  },
  rows: async (sql) => {
    stop.throwIfAborted();
    return await engine.rows(sql);
  },
});

interface File {
  readonly partition: Partition;
  readonly at: number;
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
}

const pathOf = ({ at }: File, { directory }: Engine) => join(directory, `${at}.parquet`);

/** The files of what a query reads; those whose names begin with _ or . are hidden: https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html */
async function filesOf(partitions: readonly Partition[], s3: S3Client): Promise<File[]> {
  const distinct = partitions.filter(
    (one, at) => partitions.findIndex(({ table, run }) => table === one.table && run === one.run) === at,
  );
  const files: Omit<File, 'at'>[] = [];
  for (const partition of distinct) {
    const { bucket, prefix } = partition.table.locationOf(partition.run);
    for (let token: string | undefined, first = true; first || token; first = false) {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
      );
      for (const { Key: key = '', Size: bytes = 0 } of page.Contents ?? [])
        if (!/^[_.]|^$/.test(key.slice(key.lastIndexOf('/') + 1))) files.push({ partition, bucket, key, bytes });
      token = page.NextContinuationToken;
    }
  }
  return files.map((file, at) => ({ ...file, at }));
}

async function download(
  { s3, bucket, key, to }: { s3: S3Client; bucket: string; key: string; to: string },
  signal: AbortSignal,
) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  await pipeline(z.instanceof(Readable).parse(Body), createWriteStream(to), { signal });
}

async function makeTables({ tables, database }: Query, files: readonly File[], engine: Engine) {
  for (const schema of new Set([database, ...tables.map((table) => table.database)]))
    await engine.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`);
  for (const table of tables) {
    const selects = [emptyOf(table)];
    for (const file of files)
      if (file.partition.table === table) selects.push(await rowsOf(file, pathOf(file, engine), engine));
    const name = `${identifier(table.database)}.${identifier(table.name)}`;
    await engine.run(`CREATE VIEW ${name} AS ${selects.join(' UNION ALL ')}`);
  }
  await engine.run(`USE ${identifier(database)}`);
}

const emptyOf = ({ columns }: Table) =>
  `SELECT ${columns.map(({ name, type }) => `NULL::${duckdbType(type)} AS ${identifier(name)}`).join(', ')}, NULL::VARCHAR AS run WHERE false`;

/** A file's rows as its table declares them: by name, and NULL where the file lacks a column. */
async function rowsOf({ partition: { table, run } }: File, path: string, engine: Engine) {
  const schema = await engine.rows(`SELECT lower(name) AS name FROM parquet_schema(${literal(path)})`);
  const has = new Set(schema.map(({ name }) => name));
  const values = table.columns.map(({ name, type }) => {
    const value = has.has(name) ? rounded(identifier(name), type) : 'NULL';
    return `CAST(${value} AS ${duckdbType(type)}) AS ${identifier(name)}`;
  });
  return `SELECT ${values.join(', ')}, ${literal(run)} AS run FROM read_parquet(${literal(path)})`;
}

/** Athena's timestamps are of milliseconds, to which it rounds what files and queries have. */
const rounded = (value: string, type: string) =>
  type.toUpperCase() === 'TIMESTAMP' ? `date_trunc('milliseconds', ${value} + INTERVAL 500 MICROSECONDS)` : value;

const readable = (value: string, type: string) => (type === 'VARCHAR' ? inWhole(value) : rounded(value, type));

async function resultOf({ sql, stop }: Query, tree: Part, engine: Engine): Promise<Result> {
  const select = `(${sql.replace(/;\s*$/, '')}\n)`;
  try {
    const told = await describe(select, engine);
    const places = told.map((_, at) => `c${at}`);
    const values = told.map(({ column_type }, at) => `${readable(`c${at}`, column_type)} AS c${at}`);
    const rows = await engine.rows(`SELECT ${values.join(', ')} FROM ${select} AS "$result"(${places.join(', ')})`);
    return {
      columns: told.map(({ column_name }, at) => labelOf(tree, at) ?? column_name),
      rows: rows.map((row) => told.map(({ column_type }, at) => printed(row[`c${at}`], column_type))),
    };
  } catch (error) {
    stop.throwIfAborted();
    throw error instanceof QueryFailed ? error : new QueryFailed(messageOf(error));
  }
}

const selectList = z.object({ select_list: z.array(z.object({ type: z.string(), alias: z.string() })) });

/** What Athena calls a column without a name, which is not what DuckDB calls it. */
function labelOf(tree: Part, at: number) {
  const list = selectList.safeParse(tree).data?.select_list ?? [];
  const item = list.some(({ type }) => type === 'STAR') ? undefined : list[at];
  return item && item.alias === '' && item.type !== 'COLUMN_REF' ? `_col${at}` : undefined;
}
