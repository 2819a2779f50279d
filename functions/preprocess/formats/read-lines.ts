import { literal } from '../../core/quote.ts';
import { FileFault } from '../fault.ts';
import { mostRowBytes, type TextFile } from '../text/survey.ts';
import { foreignMark } from '../text/utf8.ts';

/** How a text file whose rows are lines is to be read. */
interface Dialect {
  readonly text: TextFile;
  readonly columns: readonly string[];
  readonly header: boolean;
  /** SQL of the characters that part values, and enclose them. */
  readonly separator: string;
  readonly quote: string;
  readonly emptyIsNull: boolean;
  /** The table that takes what cannot be read. */
  readonly unreadable: string;
}

/**
 * SQL that reads a text file whose rows are lines; nothing is guessed, and what cannot be split is put aside. Throws
 * FileFault for a row that is too long.
 * A file whose values have line ends in them is read by one thread: DuckDB 1.5 cuts a large file into parts, and takes
 * lines inside of such values for rows where they look like rows.
 */
export function readLines({ text, columns, header, separator, quote, emptyIsNull, unreadable }: Dialect): string {
  refuseLongRows(text, header ? 1 : 0);
  const room = Math.max(usualLine, (text.longest.bytes + 2) * (text.foreign ? foreignTakes : 1));
  return `read_csv(${literal(text.path)}, auto_detect = false, header = ${header},
    delim = ${separator}, quote = ${quote}, escape = ${quote},
    columns = {${columns.map((column) => `${literal(column)}: 'VARCHAR'`).join(', ')}},
    force_not_null = [${emptyIsNull ? '' : columns.map(literal).join(', ')}],
    store_rejects = true, rejects_table = ${literal(unreadable)}, rejects_scan = ${literal(`${unreadable}_scan`)}, rejects_limit = 0,
    max_line_size = ${room}, buffer_size = ${16 * Math.max(room / 8, usualLine)}, parallel = ${!text.multiline})`;
}

/** DuckDB's own default, and the sixteenth part of its buffer. */
const usualLine = 2_000_000;
/** So many bytes stand in the place of one that is not UTF-8. */
const foreignTakes = Buffer.byteLength(foreignMark);

/** Throws FileFault where a row is longer than any can be. */
function refuseLongRows({ longest: { bytes, line } }: TextFile, headerLines: number): void {
  if (bytes <= mostRowBytes) return;
  const where = line > headerLines ? `row ${line - headerLines}` : 'its header';
  throw new FileFault(
    `has ${bytes} bytes in ${where}, and ${mostRowBytes} are the most. See whether a quote is open there`,
  );
}
