import type { Contract } from '../core/contract/contract.ts';
import { literal } from '../core/contract/quote.ts';
import type { TextRows } from '../core/contract/rows.ts';
import { longestLine } from './rejects.ts';

/**
 * SQL that reads a text file whose rows are lines; nothing is guessed, and what cannot be split is put aside.
 * A file whose values have line ends in them is read by one thread: DuckDB 1.5 cuts a large file into parts, and takes
 * lines inside of such values for rows where they look like rows.
 */
export function readLines(
  path: string,
  options: {
    readonly columns: readonly string[];
    readonly header: boolean;
    readonly rejects: string;
    readonly dialect: string;
    readonly multiline: boolean;
  },
): string {
  const { columns, header, rejects, dialect, multiline } = options;
  return `read_csv(${literal(path)}, auto_detect = false, header = ${header}, ${dialect},
    columns = {${columns.map((column) => `${literal(column)}: 'VARCHAR'`).join(', ')}},
    force_not_null = [${columns.map(literal).join(', ')}],
    store_rejects = true, rejects_table = ${literal(rejects)}, rejects_scan = ${literal(`${rejects}_scan`)}, rejects_limit = 0,
    max_line_size = ${longestLine}, parallel = ${!multiline})`;
}

export interface CsvFile {
  readonly path: string;
  /** The names of its header, in their order. */
  readonly names: readonly string[];
  readonly separator: string;
  readonly nul: boolean;
  readonly multiline: boolean;
  /** The table that takes what cannot be read. */
  readonly rejects: string;
}

/** A CSV file as rows of text. */
export function csvRows({ path, names, separator, nul, multiline, rejects }: CsvFile, { columns }: Contract): TextRows {
  const own = names.map((_, at) => `c${at}`);
  const texts = columns.map(
    ({ deliveredAs }, at) => `${own[names.indexOf(deliveredAs)] ?? 'NULL::VARCHAR'} AS "$${at}"`,
  );
  const dialect = `delim = ${literal(separator)}, quote = '"', escape = '"'`;
  return {
    from: `SELECT *, ${texts.join(', ')} FROM ${readLines(path, { columns: own, header: true, rejects, dialect, multiline })}`,
    raw: `json_object(${names.map((name, at) => `${literal(name)}, c${at}`).join(', ')})::VARCHAR`,
    fault: nul
      ? `CASE WHEN ${own.map((one) => `contains(${one}, chr(0))`).join(' OR ')} THEN 'has a NUL character' END`
      : undefined,
  };
}
