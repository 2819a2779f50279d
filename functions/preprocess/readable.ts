import { z } from 'zod';
import { type Contract, isSensitive } from '../core/contract/contract.ts';
import { literal } from '../core/contract/quote.ts';
import type { TextRows } from '../core/contract/rows.ts';
import type { Source } from '../core/source.ts';
import type { Engine } from '../core/world.ts';
import { csvRows, readLines } from './csv.ts';
import { FileFault, orFault, tooMuch } from './fault.ts';
import type { Format } from './format.ts';
import { checkColumns, checkHeader, headerOf } from './header.ts';
import { formOf, jsonRows, notAnObject } from './json.ts';
import { textBehindQuote } from './lines.ts';
import { checkPages } from './pages.ts';
import { parquetColumns, parquetRows } from './parquet.ts';
import type { Rejects } from './rejects.ts';
import { checkShape } from './shape.ts';
import { mostRowBytes, type TextFile, textFile } from './survey.ts';

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
  readonly extraColumns: readonly string[];
}

interface File {
  readonly format: Format;
  readonly path: string;
  readonly at: number;
  readonly source: Source;
  /** What it may take of `maxSourceBytes`. */
  readonly most: number;
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
        'UNQUOTED VALUE': textBehindQuote,
        // Every byte that is not UTF-8 was replaced: it tells of a character behind a quote.
        'INVALID ENCODING': textBehindQuote,
      },
      aside: text.aside,
      foreign: text.foreign,
      sensitive: isSensitive(contract),
    },
    extraColumns: extra(names, contract),
  };
}

async function ndjson(file: File, engine: Engine): Promise<Readable> {
  const text = await textFile(file.path);
  const { form } = formOf(text);
  if (form === 'array') throw new FileFault('is a JSON array. Name it .json');
  return form === 'objects' ? objects(file, text, engine) : lines(file, text, engine);
}

async function json(file: File, engine: Engine): Promise<Readable> {
  const text = await textFile(file.path);
  const { form, whole } = formOf(text);
  if (form === 'other') {
    throw new FileFault('is no JSON array, and not one object a line either. Export it as one of both');
  }
  // An object on several lines is no line.
  return form === 'lines' && whole ? lines(file, text, engine) : objects(file, text, engine);
}

/** One object a line: a line that is none is a row that is none. */
async function lines({ at, source }: File, text: TextFile, engine: Engine): Promise<Readable> {
  const { contract } = source;
  // A line is one value: what parts values must not be in it, as DuckDB drops one at the end of a line.
  const [free] = text.free;
  if (free === undefined) throw new FileFault('has the control characters U+0001, U+0002 and U+0003, so it is no JSON');
  const separator = `chr(${free})`;
  const dialect = { text, columns: ['line'], header: false, separator, quote: `''`, emptyIsNull: false };
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
    extraColumns: await keysOf(rows(`${rejects}_keys`), source, engine),
  };
}

/** An array of objects, or objects one behind the other, with or without line ends between. */
async function objects({ source }: File, text: TextFile, engine: Engine): Promise<Readable> {
  const format = formOf(text).form === 'array' ? 'array' : 'unstructured';
  const found = `read_json_objects(${literal(text.path)}, format = '${format}', maximum_object_size = ${mostRowBytes})`;
  const rows = jsonRows(`(SELECT json::VARCHAR AS "$line" FROM ${found})`, source.contract, text.foreign);
  return { path: text.path, rows, extraColumns: await keysOf(rows, source, engine) };
}

async function parquet({ path, source: { contract }, most }: File, engine: Engine): Promise<Readable> {
  const found = await parquetColumns(path, contract, engine);
  const expected = await checkPages(path, contract, engine);
  // As text, a row takes a character and the end of its line at least; here, a thousand equal ones may take none.
  if (2 * expected > most) throw tooMuch;
  return {
    path,
    expected,
    rows: parquetRows(path, found, contract),
    extraColumns: extra(
      found.map(({ name }) => name),
      contract,
    ),
  };
}

const extra = (names: readonly string[], { columns }: Contract) =>
  names.filter((name) => name !== '' && !columns.some(({ deliveredAs }) => deliveredAs === name));

const keySchema = z.array(z.object({ key: z.string() }));

/** The keys of a file's objects that the contract does not speak of; throws FileFault where none has one that it wants. */
async function keysOf({ from }: TextRows, source: Source, engine: Engine): Promise<readonly string[]> {
  const keys = `SELECT DISTINCT unnest(json_keys("$line")) AS key FROM (${from}) WHERE "$object"`;
  const found = keySchema
    .parse(await orFault(source.contract, () => engine.rows(keys)))
    .map(({ key }) => key)
    .sort();
  // A table read in parts has no columns of its own: what one part lacks may stand in another.
  if (found.length > 0 && source.origin.kind !== 'dynamodb') checkColumns(found, source.contract);
  return extra(found, source.contract);
}
