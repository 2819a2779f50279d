import { join } from 'node:path';
import { z } from 'zod';
import { type Contract, sqlType } from '../../contract/contract.ts';
import { nameOf } from '../../contract/names.ts';
import { explainedRows } from '../../contract/rows.ts';
import { identifier, literal, literals } from '../../core/quote.ts';
import type { Engine } from '../../core/world.ts';
import type { Source } from '../../definition/define-source.ts';
import { ofTheWorld } from '../fault.ts';
import { parquetFormat, ruleFailed } from './check.ts';
import type { Staged } from './stage.ts';

/** The Parquet files of a source, on local disk. */
export interface Outputs {
  readonly clean: string;
  readonly rejected: string;
  readonly duplicates: string;
}

/** Splits the staged rows into clean, rejected and duplicate ones, each in the order of delivery. Throws PipelineInvalid. */
export async function split(source: Source, files: readonly Staged[], engine: Engine): Promise<Outputs> {
  const { contract } = source;
  const to = (name: string) => join(engine.directory, `${name}.parquet`);
  const outputs = { clean: to('clean'), rejected: to('rejected'), duplicates: to('duplicates') };
  const names = literals(files.map(({ file }) => file.file));
  const gaps = files.some(({ file, rows }) => rows < file.rows);
  await engine.run(stagedView(contract, files));
  await engine.run(gapsTable);
  // Told apart first, as explaining a row takes as long as explaining a thousand at once.
  await write(`SELECT file, "row", rejected FROM (${numbered('rejected IS NOT NULL', gaps)})`, to('apart'), engine);
  await write(rejectedRows(contract, to('apart'), { names, gaps }), outputs.rejected, engine).catch((error) => {
    throw ofTheWorld(error) ? error : ruleFailed(source, error);
  });
  const found = await findLosers(contract, sum(files), engine);
  const duplicate = found ? `get_bit(getvariable('losers'), place) = 1` : 'false';
  await write(duplicateRows(contract, duplicate, { names, gaps }), outputs.duplicates, engine);
  await write(cleanRows(contract, duplicate), outputs.clean, engine);
  return outputs;
}

const sum = (files: readonly Staged[]) => files.reduce((rows, file) => rows + file.rows, 0);

const write = (rows: string, to: string, engine: Engine) =>
  engine.run(`COPY (${rows}) TO ${literal(to)} (${parquetFormat})`);

/** `place` numbers the rows of all files in the order of delivery, from 0. */
function stagedView({ columns }: Contract, files: readonly Staged[]): string {
  const filled = files.filter(({ rows }) => rows > 0);
  const none = columns.map(({ type }, at) => `NULL::${sqlType(type)} AS ${nameOf.staged(at)}`).join(', ');
  const firsts = files.map((_, at) => sum(files.slice(0, at)));
  const first = files.length > 1 ? `[${firsts.join(', ')}][file + 1] + ` : ''; // of one file it takes time for nothing
  return `CREATE VIEW staged AS ${
    filled.length === 0
      ? `SELECT ${none}, NULL::VARCHAR[] AS rejected, 0 AS file, 0 AS number, 0 AS place WHERE false`
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
  /** Whether rows are missing in staged files. */
  readonly gaps: boolean;
}

/** Some of the staged rows, with the number of each in the delivered file; data rows count from 1. */
const numbered = (where: string, gaps: boolean) =>
  gaps
    ? `SELECT staged.*, number + 1 + coalesce(missing, 0) AS "row" FROM (SELECT * FROM staged WHERE ${where}) staged
       ASOF LEFT JOIN gaps ON staged.file = gaps.file AND number >= before ORDER BY place`
    : `SELECT *, number + 1 AS "row" FROM staged WHERE ${where}`;

function rejectedRows(contract: Contract, path: string, { names, gaps }: Delivered): string {
  const rows = `SELECT file AS "$file", "row" AS "$row", rejected AS "$rejected" FROM read_parquet(${literal(path)})`;
  const explained = explainedRows(contract, rows);
  const checked = `SELECT "$file" AS nth, "$row" AS "row", "$reasons" AS reasons, "$raw" AS raw FROM (${explained})`;
  const all = gaps ? `${checked} UNION ALL FROM unreadable ORDER BY nth, "row"` : checked;
  return `SELECT list_extract(${names}, nth + 1) AS file, "row", reasons, raw FROM (${all})`;
}

const duplicateRows = ({ columns }: Contract, duplicate: string, { names, gaps }: Delivered) => `
  SELECT list_extract(${names}, file + 1) AS file, "row",
    {${columns.map(({ name }, at) => `${literal(name)}: ${nameOf.staged(at)}`).join(', ')}} AS "values"
  FROM (${numbered(duplicate, gaps)})`;

/** A filter by a bit for each row: a join with the losers would give the rows back in any order. */
const cleanRows = ({ columns }: Contract, duplicate: string) => `
  SELECT ${columns.map(({ name }, at) => `${nameOf.staged(at)} AS ${identifier(name)}`).join(', ')}
  FROM staged WHERE rejected IS NULL AND NOT (${duplicate})`;

const counted = z.array(z.object({ losers: z.coerce.number() }));

/** So many are counted at a time: their table stays in memory, where it takes some 400 MB. */
const hashesAtOnce = 12_500_000;

/**
 * Finds the good rows that have the key of a later one, and marks their places in the variable `losers`.
 * Hashes come first: they are smaller than keys, and nearly all rows are done with after them.
 */
async function findLosers({ columns, key }: Contract, rows: number, engine: Engine): Promise<boolean> {
  if (key.length === 0) return false;
  const keys = key.map((name) => nameOf.staged(columns.findIndex((column) => column.name === name))).join(', ');
  await engine.run('CREATE TABLE suspects (hash UBIGINT)');
  const parts = Math.ceil(rows / hashesAtOnce);
  for (let part = 0; part < parts; part++) {
    const own = parts > 1 ? `AND hash(${keys}) % ${parts} = ${part}` : '';
    await engine.run(`
      INSERT INTO suspects SELECT hash(${keys}) AS hash FROM staged WHERE rejected IS NULL ${own}
      GROUP BY 1 HAVING count(*) > 1`);
  }
  await engine.run(`
    CREATE TABLE losers AS SELECT place FROM (
      SELECT place, max(place) OVER (PARTITION BY ${keys}) AS winner
      FROM staged SEMI JOIN suspects ON hash(${keys}) = suspects.hash WHERE rejected IS NULL)
    WHERE place <> winner`);
  const [count] = counted.parse(await engine.rows('SELECT count(*) AS losers FROM losers'));
  if (!count?.losers) return false;
  await engine.run(`SET VARIABLE losers = (SELECT bitstring_agg(place, 0, ${rows - 1}) FROM losers)`);
  return true;
}
