import type { Contract } from '../../contract/contract.ts';
import { nameOf } from '../../contract/names.ts';
import type { TextRows } from '../../contract/rows.ts';
import { type DescribedColumn, describe } from '../../core/described.ts';
import { identifier, literal } from '../../core/quote.ts';
import { visible } from '../../core/visible.ts';
import { inWhole } from '../../core/whole-text.ts';
import type { Engine } from '../../core/world.ts';
import { FileFault, orFault, tooMuch } from '../fault.ts';
import { exactText } from './exact.ts';
import type { Format, Readable } from './format.ts';
import { checkColumns, keptOf } from './header.ts';
import { checkPages } from './parquet-pages.ts';
import { columnsOf, inexactIn, type ParquetColumn, schemaNodes } from './parquet-types.ts';

/** Columns with types of their own, checked page by page. */
export const parquet: Format = ({ source: { contract }, most }) => ({
  hear: () => undefined,
  read: (path, engine) => read(path, { contract, most }, engine),
});

async function read(
  path: string,
  { contract, most }: { readonly contract: Contract; readonly most: number },
  engine: Engine,
): Promise<Readable> {
  const found = await parquetColumns(path, contract, engine);
  const expected = await checkPages(path, contract, engine);
  // As text, a row takes a character and the end of its line at least; here, a thousand equal ones may take none.
  if (2 * expected > most) throw tooMuch;
  return {
    path,
    expected,
    rows: parquetRows(path, found, contract),
    names: found.map(({ name }) => name),
  };
}

/** A column of a file: its own name, and how the engine calls and types it. */
type Found = ParquetColumn & DescribedColumn;

/** The columns of a Parquet file; throws FileFault where they are not the contract's, or not to be read exactly. */
async function parquetColumns(path: string, contract: Contract, engine: Engine): Promise<readonly Found[]> {
  const read = (sql: string) => orFault(contract, () => engine.rows(sql));
  const columns = columnsOf(
    schemaNodes.parse(
      await read(`SELECT ${inWhole('name')} AS name, type, num_children AS children, converted_type AS converted, logical_type AS logical,
        precision, scale, duckdb_type AS engine FROM parquet_schema(${literal(path)})`),
    ),
  );
  checkColumns(
    columns.map(({ name }) => name),
    contract,
  );
  const types = await describe(renamed(path), { rows: read });
  // The engine renames what differs in capitals alone; their order stays.
  const found = columns.map((column, at) => ({ ...column, column_name: '', column_type: '', ...types[at] }));
  for (const column of contract.columns) {
    const one = found.find(({ name }) => name === column.deliveredAs);
    if (one) checkType(one, column.type.kind === 'date');
  }
  return found;
}

function checkType(column: Found, wantsDate: boolean): void {
  const inexact = inexactIn(column);
  if (inexact) {
    throw new FileFault(
      `has the column ${visible(column.name)} as ${inexact}, which cannot be read exactly. ${adviceFor(inexact)}`,
    );
  }
  if (wantsDate && column.column_type.startsWith('TIMESTAMP')) {
    throw new FileFault(
      `has the column ${visible(column.name)} as ${column.column_type}, and a time, of midnight too, is no date. Write it as DATE, ` +
        'or make it z.iso.datetime({ offset: true }) or localTime() in pipeline/sources/',
    );
  }
}

function adviceFor(type: string): string {
  if (type.startsWith('DECIMAL')) return 'Write it with at most 38 digits, or as a string';
  if (type.includes('NANOS') || type === 'INT96') return 'Write it in microseconds';
  return 'Write it as a string, or leave it out';
}

/** SQL of the columns of a file, each with a name that no other in SQL has. */
const renamed = (path: string) =>
  `SELECT COLUMNS(*) AS ${identifier(nameOf.delivered('\\0'))} FROM read_parquet(${literal(path)})`;

/** A Parquet file as rows of text, so that one contract reads every format alike. */
function parquetRows(path: string, found: readonly Found[], { columns }: Contract): TextRows {
  const texts = columns.map(({ deliveredAs, type }, at) => {
    const column = found.find(({ name }) => name === deliveredAs);
    const text = column ? textOf(column) : 'NULL::VARCHAR';
    const isDouble = column?.column_type === 'DOUBLE' || column?.column_type === 'FLOAT';
    return `${isDouble ? exactText(text, type) : text} AS ${nameOf.given(at)}`;
  });
  const kept = keptOf(
    found.map(({ name }) => name),
    columns,
  );
  const shown = found.filter((column) => kept.has(column.name) && inexactIn(column) === undefined);
  return {
    from: `SELECT *, ${texts.join(', ')} FROM (${renamed(path)})`,
    raw: `json_object(${shown.map((column) => `${literal(column.name)}, ${textOf(column)}`).join(', ')})::VARCHAR`,
  };
}

/** Times as ISO 8601, nested values as JSON, all else as DuckDB writes it. */
function textOf({ column_name, column_type }: Found): string {
  const value = identifier(column_name);
  if (/[([]/.test(column_type.replace(/^DECIMAL\(.*?\)$/, ''))) return `to_json(${value})::VARCHAR`;
  // The double that it is, not the shortest text that would be taken for it.
  if (column_type === 'FLOAT') return `CAST(CAST(${value} AS DOUBLE) AS VARCHAR)`;
  const text = `CAST(${value} AS VARCHAR)`;
  if (/^DECIMAL\((\d+),\1\)$/.test(column_type)) return `regexp_replace(${text}, '^(-?)\\.', '\\10.')`;
  if (column_type === 'TIMESTAMP WITH TIME ZONE') return `regexp_replace(${text}, '^(\\S+) (\\S+)\\+00$', '\\1T\\2Z')`;
  return column_type.startsWith('TIMESTAMP') ? `replace(${text}, ' ', 'T')` : text;
}
