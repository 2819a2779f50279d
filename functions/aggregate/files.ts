import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { uploaded } from '../core/content.ts';
import { csvCopy } from '../core/csv.ts';
import { TributaryError } from '../core/errors.ts';
import { tableKey } from '../core/keys.ts';
import type { Table, tableFilesSchema } from '../core/quality.ts';
import { identifier, literal } from '../core/quote.ts';
import { told } from '../core/told.ts';
import type { Bucket, Engine } from '../core/world.ts';
import { asJson, jsonCell, type ResultColumn } from './columns.ts';

/** So many rows travel to the page; the CSV and the Parquet hold all. */
const rowsInJson = 5000;

/** A table by its columns, and by what its SQL selects from. */
export interface Described {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  readonly reads: readonly string[];
}

/** A table that is to be, and what writes its Parquet file. */
interface Making extends Described {
  readonly write: (path: string) => Promise<void>;
}

export interface FilesWorld {
  readonly bucket: Bucket;
  readonly engine: Engine;
  /** Whether the values that a table reads may be told. */
  readonly hidden: boolean;
}

/** A table, and what its files hold. */
export interface Made {
  readonly columns: readonly Pick<ResultColumn, 'name' | 'type'>[];
  readonly rowCount: number;
  readonly files: z.infer<typeof tableFilesSchema>;
}

/**
 * Writes the Parquet, CSV and JSON of a table. The Parquet file becomes the table: CSV, JSON and later tables read it, so
 * that all of them say the same. Throws TableFailed.
 */
export async function writeFiles(run: string, making: Making, { bucket, engine, hidden }: FilesWorld): Promise<Made> {
  const { name } = making;
  const paths = { parquet: join(engine.directory, `${name}.parquet`), csv: join(engine.directory, `${name}.csv`) };
  const table = await build(making, paths, engine).catch((error: unknown) => {
    throw failed(name, told(error, hidden));
  });
  const up = (kind: 'parquet' | 'csv', contentType: string) =>
    uploaded(paths[kind], { key: tableKey(run, name, kind), contentType }, bucket);
  const parquet = await up('parquet', 'application/vnd.apache.parquet');
  const csv = await up('csv', 'text/csv; charset=utf-8');
  await bucket.write(tableKey(run, name, 'json'), JSON.stringify(table), { contentType: 'application/json' });
  await rm(paths.csv);
  const { columns, rowCount } = table;
  return { columns, rowCount, files: { table: name, csv, parquet } };
}

/** The error of a table whose SQL is at fault. */
export const failed = (name: string, reason: string) =>
  new TributaryError(
    'TableFailed',
    `The table "${name}" cannot be made; look at pipeline/report/${name}.sql: ${reason}`,
  );

/** SQL that writes the columns of a table to Parquet, from a relation that has them as the query gives them. */
export function parquetCopy(columns: readonly ResultColumn[], relation: string, path: string): string {
  const select = `SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM ${relation}`;
  return `COPY (${select}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`;
}

/** Makes what is in a Parquet file the table of that name. */
export const openParquet = (name: string, path: string, engine: Engine): Promise<void> =>
  engine.run(`CREATE OR REPLACE VIEW ${identifier(name)} AS SELECT * FROM read_parquet(${literal(path)})`);

interface Paths {
  readonly parquet: string;
  readonly csv: string;
}

async function build({ name, columns, reads, write }: Making, { parquet, csv }: Paths, engine: Engine): Promise<Table> {
  await write(parquet);
  await openParquet(name, parquet, engine);
  const table = await readTable(name, columns, engine);
  await engine.run(csvCopy(identifier(name), columns, { path: csv, rows: table.rowCount }));
  return { ...table, reads: [...reads] };
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
    rows: rows.map((row) => cells(row, columns)),
  };
}

const cells = (row: Readonly<Record<string, unknown>>, columns: readonly ResultColumn[]) =>
  Object.fromEntries(columns.map(({ name, type }) => [name, jsonCell(row[name], type)]));
