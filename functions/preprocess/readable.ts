import { z } from 'zod';
import { type Contract, isSensitive } from '../core/contract/contract.ts';
import { literal } from '../core/contract/quote.ts';
import type { TextRows } from '../core/contract/rows.ts';
import type { Source } from '../core/source.ts';
import type { Engine } from '../core/world.ts';
import { csvRows, readLines } from './csv.ts';
import { FileFault, orFault } from './fault.ts';
import type { Format } from './format.ts';
import { checkColumns, checkHeader, headerOf } from './header.ts';
import { jsonRows, notAnObject } from './json.ts';
import { parquetColumns, parquetRows } from './parquet.ts';
import type { Rejects } from './rejects.ts';
import { checkShape } from './shape.ts';
import { textFile } from './survey.ts';

/** A file of any format, as rows of text. */
export interface Readable {
  /** Of what is left on disk when the file has been read. */
  readonly path: string;
  readonly rows: TextRows;
  readonly rejects?: Rejects;
  /** The rows that there must be, where the lines were counted. */
  readonly expected?: number;
  /** The reason to reject a row that is none; a file with no other rows is no file of this format. */
  readonly noRow?: string;
  /** Columns that the contract does not speak of, in any order. */
  readonly extraColumns: () => Promise<readonly string[]>;
}

interface File {
  readonly format: Format;
  readonly path: string;
  readonly at: number;
  readonly source: Source;
}

/** Looks at a file, and tells how to read it; throws FileFault. */
export function readable(file: File, engine: Engine): Promise<Readable> {
  const readers = { csv, ndjson, json, parquet };
  return readers[file.format](file, engine);
}

async function csv({ path, at, source }: File): Promise<Readable> {
  const { contract, origin } = source;
  const separator = origin.kind === 'upload' ? origin.separator : ',';
  const text = await textFile(path, separator);
  const names = headerOf(text.start, separator);
  checkHeader(text.start, separator, contract);
  checkColumns(names, contract);
  await checkShape(text, separator, names.length);
  const rejects = `rejects_${at}`;
  return {
    path: text.path,
    expected: text.lines - 1,
    rows: csvRows({ text, names, separator, rejects }, contract),
    rejects: {
      table: rejects,
      file: at,
      headerLines: 1,
      reasons: {
        'MISSING COLUMNS': 'has too few columns',
        'TOO MANY COLUMNS': 'has too many columns',
        'UNQUOTED VALUE': 'has text behind a closing quote',
      },
      foreign: text.foreign,
      sensitive: isSensitive(contract),
    },
    extraColumns: async () => extra(names, contract),
  };
}

async function ndjson({ path, at, source: { contract } }: File, engine: Engine): Promise<Readable> {
  const text = await textFile(path);
  if (text.start.toString('latin1').trimStart().startsWith('[')) throw new FileFault('is a JSON array. Name it .json');
  const dialect = { text, columns: ['line'], header: false, separator: 'chr(1)', quote: `''`, emptyIsNull: false };
  const rows = (rejects: string) =>
    jsonRows(`(SELECT line AS "$line" FROM ${readLines({ ...dialect, rejects })})`, contract, text.foreign);
  const rejects = `rejects_${at}`;
  return {
    path: text.path,
    expected: text.lines,
    rows: rows(rejects),
    rejects: {
      table: rejects,
      file: at,
      headerLines: 0,
      reasons: { 'TOO MANY COLUMNS': notAnObject },
      foreign: text.foreign,
      sensitive: isSensitive(contract),
    },
    noRow: notAnObject,
    extraColumns: () => keysOf(rows(`${rejects}_keys`), contract, engine),
  };
}

async function json({ path, source: { contract } }: File, engine: Engine): Promise<Readable> {
  const text = await textFile(path);
  if (!text.start.toString('latin1').trimStart().startsWith('[')) {
    throw new FileFault('is no JSON array. Put [ ] around its objects, or name it .ndjson where each line is one');
  }
  const objects = `read_json_objects(${literal(text.path)}, format = 'array')`;
  const rows = jsonRows(`(SELECT json::VARCHAR AS "$line" FROM ${objects})`, contract, text.foreign);
  return { path: text.path, rows, extraColumns: () => keysOf(rows, contract, engine) };
}

async function parquet({ path, source: { contract } }: File, engine: Engine): Promise<Readable> {
  const found = parquetColumns.parse(
    await orFault(contract, () => engine.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(path)})`)),
  );
  const names = found.map(({ column_name }) => column_name);
  checkColumns(names, contract);
  return { path, rows: parquetRows(path, found, contract), extraColumns: async () => extra(names, contract) };
}

const extra = (names: readonly string[], { columns }: Contract) =>
  names.filter((name) => name !== '' && !columns.some(({ deliveredAs }) => deliveredAs === name));

const keySchema = z.array(z.object({ key: z.string() }));

async function keysOf({ from }: TextRows, contract: Contract, engine: Engine): Promise<readonly string[]> {
  const keys = await engine.rows(`SELECT DISTINCT unnest(json_keys("$line")) AS key FROM (${from}) WHERE "$object"`);
  return extra(
    keySchema.parse(keys).map(({ key }) => key),
    contract,
  );
}
