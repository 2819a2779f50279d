import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { csvCopy } from '../core/csv.ts';
import { describe } from '../core/described.ts';
import { TributaryError } from '../core/errors.ts';
import { tableKey } from '../core/keys.ts';
import { type aggregatedSchema, cellSchema, type Table } from '../core/quality.ts';
import { identifier, literal } from '../core/quote.ts';
import { messageOf, told } from '../core/told.ts';
import type { Bucket, Engine } from '../core/world.ts';
import type { TableDefinition } from '../definition/define-report.ts';
import { asJson, jsonCell, type ResultColumn, resultColumns } from './columns.ts';
import { ofAnyOrder } from './order.ts';
import { checkQuery } from './query.ts';

/** So many rows travel to the page; the CSV and the Parquet hold all. */
const rowsInJson = 5000;

interface Paths {
  readonly parquet: string;
  readonly csv: string;
}

interface World {
  readonly bucket: Bucket;
  readonly engine: Engine;
  /** Whether the values that a table reads may be told. */
  readonly hidden: boolean;
  /** For a query that may run on several. */
  readonly threads: number;
}

/** A table, and what its files hold. */
export interface Made {
  readonly table: Table;
  readonly columns: readonly ResultColumn[];
  readonly files: z.infer<typeof aggregatedSchema>['files'][number];
}

/** Makes one table and writes its Parquet, CSV and JSON; later tables can select from it. Throws TableFailed. */
export async function makeTable(run: string, definition: TableDefinition, { bucket, ...world }: World): Promise<Made> {
  const { name } = definition;
  const { engine } = world;
  const paths = { parquet: join(engine.directory, `${name}.parquet`), csv: join(engine.directory, `${name}.csv`) };
  const found = await described(definition, engine);
  const table = await build(found, paths, world);
  const parquet = await bucket.upload(paths.parquet, tableKey(run, name, 'parquet'), 'application/vnd.apache.parquet');
  const csv = await bucket.upload(paths.csv, tableKey(run, name, 'csv'), 'text/csv; charset=utf-8');
  await bucket.write(tableKey(run, name, 'json'), JSON.stringify(table), { contentType: 'application/json' });
  await rm(paths.csv);
  return { table, columns: found.columns, files: { table: name, csv, parquet } };
}

/** Makes the view; what fails here is the SQL itself, and the engine has read no value. */
export async function described({ name, sql }: TableDefinition, engine: Engine): Promise<Described> {
  try {
    const reads = await checkQuery(sql, engine);
    await engine.run(`CREATE VIEW ${identifier(name)} AS ${sql}`);
    return { name, sql, reads, columns: resultColumns(await describe(identifier(name), engine)) };
  } catch (error) {
    throw failed(name, messageOf(error));
  }
}

/** A table by its columns, and by what its SQL selects from. */
export interface Described {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  readonly reads: readonly string[];
}

async function build(
  described: Described,
  paths: Paths,
  { engine, hidden, threads }: Omit<World, 'bucket'>,
): Promise<Table> {
  const { name, columns, reads } = described;
  try {
    await writeParquet(described, { path: paths.parquet, engine, threads });
    const table = await readTable(name, columns, engine);
    await engine.run(csvCopy(identifier(name), columns, { path: paths.csv, rows: table.rowCount }));
    return { ...table, reads: [...reads] };
  } catch (error) {
    throw failed(name, told(error, hidden));
  }
}

const failed = (name: string, reason: string) =>
  new TributaryError(
    'TableFailed',
    `The table "${name}" cannot be made; look at pipeline/report/${name}.sql: ${reason}`,
  );

/**
 * The Parquet file becomes the table: CSV, JSON and later tables read it, so that all of them say the same. Only a query
 * whose rows do not depend on the order in which it reads runs on all threads.
 */
async function writeParquet(
  { name, sql, columns }: Described,
  { path, engine, threads }: { readonly path: string; readonly engine: Engine; readonly threads: number },
): Promise<void> {
  const table = identifier(name);
  const rows = await ofAnyOrder(sql, columns.length, engine);
  const select = `SELECT ${columns.map((column) => column.sql).join(', ')} FROM ${table}`;
  const copy = `COPY (${select}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`;
  if (rows === undefined) await engine.run(copy);
  else {
    await engine.run(`CREATE OR REPLACE VIEW ${table} AS ${rows}`);
    await engine.run(`SET threads = ${threads}; ${copy}; SET threads = 1`);
  }
  await engine.run(`CREATE OR REPLACE VIEW ${table} AS SELECT * FROM read_parquet(${literal(path)})`);
}

async function readTable(
  name: string,
  columns: readonly ResultColumn[],
  engine: Engine,
): Promise<Omit<Table, 'reads'>> {
  const [counted] = await engine.rows(`SELECT count(*) AS rows FROM ${identifier(name)}`);
  const rows = await engine.rows(
    `SELECT ${columns.map(asJson).join(', ')} FROM ${identifier(name)} LIMIT ${rowsInJson}`,
  );
  return {
    name,
    columns: columns.map(({ name, type }) => ({ name, type })),
    rowCount: z.coerce.number().parse(counted?.rows),
    rows: z
      .array(z.record(z.string(), cellSchema))
      .parse(rows)
      .map((row) => cells(row, columns)),
  };
}

const cells = (row: Table['rows'][number], columns: readonly ResultColumn[]) =>
  Object.fromEntries(columns.map(({ name, type }) => [name, jsonCell(row[name] ?? null, type)]));
