import { identifier, literal } from './quote.ts';

/** The first character of our CSV files, by which Excel knows that they are UTF-8. */
const utf8Mark = '\ufeff';

/** A column of a relation; only texts may be taken for formulas. */
export interface CsvColumn {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'timestamp';
}

/** What a spreadsheet may trim. */
const blanks = '[\\x00-\\x20\\x7f\u0085\u00a0\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]*';
/**
 * What a spreadsheet would take for a formula: https://owasp.org/www-community/attacks/CSV_Injection. East Asian ones
 * read wide, small and other forms of a sign as the plain one.
 */
const formula = `^(${blanks}[=+\\-@＝＋－＠﹦﹢﹣﹫﬩]|[\\t\\r\\n])`;

/**
 * SQL that writes a relation of so many rows to a CSV file that is safe to open in a spreadsheet: text that begins like a
 * formula has an apostrophe put before it; a timestamp is ISO 8601.
 */
export function csvCopy(
  relation: string,
  columns: readonly CsvColumn[],
  { path, rows }: { readonly path: string; readonly rows: number },
): string {
  const header = utf8Mark + columns.map(({ name }) => quoted(harmless(name))).join(',');
  // The engine ends no row behind which none comes: the suffix does.
  const around = `PREFIX ${literal(rows > 0 ? `${header}\r\n` : header)}, SUFFIX ${literal('\r\n')}`;
  const select = `SELECT ${columns.map(safeValue).join(', ')} FROM ${relation}`;
  return `COPY (${select}) TO ${literal(path)} (FORMAT csv, HEADER false, NEW_LINE '\\r\\n', ${around})`;
}

/** A time as text, in ISO 8601; anything else as it is. */
export const inIso = (column: string, type: CsvColumn['type']): string =>
  type === 'timestamp' ? `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')` : column;

function safeValue({ name, type }: CsvColumn): string {
  const column = identifier(name);
  if (type !== 'text') return inIso(column, type);
  return `CASE WHEN regexp_matches(${column}, ${literal(formula)}) THEN '''' || ${column} ELSE ${column} END`;
}

const harmless = (text: string) => (new RegExp(formula).test(text) ? `'${text}` : text);
const quoted = (text: string) => (/[",\r\n]|^\s|\s$|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
