import { join } from 'node:path';
import { type Contract, sqlType } from '../../contract/contract.ts';
import { nameOf } from '../../contract/names.ts';
import { explainedRows } from '../../contract/rows.ts';
import { identifier, literal, literals } from '../../core/quote.ts';
import type { Engine } from '../../core/world.ts';
import type { Source } from '../../definition/define-source.ts';
import { ofTheWorld } from '../fault.ts';
import { parquetFormat, ruleFailed } from './check.ts';

/** The Parquet files of a source, on local disk. */
export interface Outputs {
  readonly clean: string;
  readonly rejected: string;
  readonly duplicates: string;
}

/** A staged file, or part of one. */
export interface StagedRows {
  readonly file: string;
  /** Of the Parquet file. */
  readonly path: string;
  /** In it. */
  readonly staged: number;
  /** With those that could not be split into columns. */
  readonly rows: number;
  /** Rows of the file that stand before its part. */
  readonly before: number;
}

/** SQL of whether a good row of the view `staged` has the key of a later one. */
export type MarkLosers = (contract: Contract, rows: number, engine: Engine) => Promise<string>;

/** Splits the rows of the view `staged` into clean, rejected and duplicate ones, each in the order of delivery. Throws PipelineInvalid. */
export async function split(
  source: Source,
  files: readonly StagedRows[],
  { engine, markLosers }: { readonly engine: Engine; readonly markLosers: MarkLosers },
): Promise<Outputs> {
  const { contract } = source;
  const to = (name: string) => join(engine.directory, `${name}.parquet`);
  const outputs = { clean: to('clean'), rejected: to('rejected'), duplicates: to('duplicates') };
  const delivered = deliveredAs(files);
  await engine.run(stagedView(contract, files));
  await engine.run(gapsTable);
  // Told apart first, as explaining a row takes as long as explaining a thousand at once.
  await write(
    `SELECT file, "row", rejected FROM (${numbered('rejected IS NOT NULL', delivered)})`,
    to('apart'),
    engine,
    ', ROW_GROUP_SIZE 8192', // so that all threads explain them
  );
  await write(rejectedRows(contract, to('apart'), delivered), outputs.rejected, engine).catch((error) => {
    throw ofTheWorld(error) ? error : ruleFailed(source, error);
  });
  const duplicate = await markLosers(contract, sum(files), engine);
  await write(duplicateRows(contract, duplicate, delivered), outputs.duplicates, engine);
  await write(cleanRows(contract, duplicate), outputs.clean, engine);
  return outputs;
}

const sum = (files: readonly StagedRows[]) => files.reduce((rows, { staged }) => rows + staged, 0);

const write = (rows: string, to: string, engine: Engine, more = '') =>
  engine.run(`COPY (${rows}) TO ${literal(to)} (${parquetFormat}${more})`);

/** `place` numbers the rows of all files in the order of delivery, from 0. */
export function stagedView({ columns }: Contract, files: readonly StagedRows[]): string {
  const filled = files.filter(({ staged }) => staged > 0);
  const none = columns.map(({ type }, at) => `NULL::${sqlType(type)} AS ${nameOf.staged(at)}`).join(', ');
  const firsts = files.map((_, at) => sum(files.slice(0, at)));
  const first = files.length > 1 ? `[${firsts.join(', ')}][file + 1] + ` : ''; // of one file it takes time for nothing
  return `CREATE VIEW staged AS ${
    filled.length === 0
      ? `SELECT ${none}, NULL::VARCHAR AS rejected, 0 AS file, 0 AS number, 0 AS place WHERE false`
      : `SELECT *, file_row_number AS number, (${first}file_row_number)::INTEGER AS place
         FROM read_parquet([${filled.map(({ path }) => literal(path)).join(', ')}], file_row_number = true)`
  }`;
}

/**
 * Rows that could not be read are missing in the staged files: so many of a file's first ones (`missing`) where
 * `before` rows stand before them.
 */
const gapsTable = `CREATE TABLE gaps AS
  SELECT file, "row" - nth AS before, max(nth) AS missing
  FROM (SELECT file, "row", row_number() OVER (PARTITION BY file ORDER BY "row") AS nth FROM unreadable) GROUP BY ALL`;

interface Delivered {
  /** SQL of the list of the names of the files. */
  readonly names: string;
  /** SQL of the number of the first row of `file`, or of the part of it, as data rows count from 1. */
  readonly first: string;
  /** Whether rows are missing in staged files. */
  readonly gaps: boolean;
}

const deliveredAs = (files: readonly StagedRows[]): Delivered => ({
  names: literals(files.map(({ file }) => file)),
  first: files.some(({ before }) => before > 0)
    ? `[${files.map(({ before }) => before + 1).join(', ')}][staged.file + 1]`
    : '1',
  gaps: files.some(({ rows, staged }) => staged < rows),
});

/** Some of the staged rows, with the number of each in the delivered file. */
const numbered = (where: string, { first, gaps }: Delivered) =>
  gaps
    ? `SELECT staged.*, number + ${first} + coalesce(missing, 0) AS "row" FROM (SELECT * FROM staged WHERE ${where}) staged
       ASOF LEFT JOIN gaps ON staged.file = gaps.file AND number >= before ORDER BY place`
    : `SELECT *, number + ${first} AS "row" FROM staged WHERE ${where}`;

function rejectedRows(contract: Contract, path: string, { names, first, gaps }: Delivered): string {
  const rows = `SELECT file AS "$file", "row" AS "$row", rejected AS "$rejected" FROM read_parquet(${literal(path)})`;
  const explained = explainedRows(contract, rows);
  const checked = `SELECT "$file" AS nth, "$row" AS "row", "$reasons" AS reasons, "$raw" AS raw FROM (${explained})`;
  const unread = `SELECT file AS nth, "row" - 1 + ${first} AS "row", reasons, raw FROM unreadable AS staged`;
  const all = gaps ? `${checked} UNION ALL ${unread} ORDER BY nth, "row"` : checked;
  return `SELECT list_extract(${names}, nth + 1) AS file, "row", reasons, raw FROM (${all})`;
}

const duplicateRows = ({ columns }: Contract, duplicate: string, delivered: Delivered) => `
  SELECT list_extract(${delivered.names}, file + 1) AS file, "row",
    {${columns.map(({ name }, at) => `${literal(name)}: ${nameOf.staged(at)}`).join(', ')}} AS "values"
  FROM (${numbered(duplicate, delivered)})`;

/** A filter by a bit for each row: a join with the losers would give the rows back in any order. */
const cleanRows = ({ columns }: Contract, duplicate: string) => `
  SELECT ${columns.map(({ name }, at) => `${nameOf.staged(at)} AS ${identifier(name)}`).join(', ')}
  FROM staged WHERE rejected IS NULL AND NOT (${duplicate})`;
