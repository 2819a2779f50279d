import { identifier, literal } from '../../core/quote.ts';
import type { ResultColumn } from '../columns.ts';

/** Of a line; Athena's rows have at most 32 MB, and the engine wants several lines at once. */
const mostBytes = 32 * 1024 ** 2;

const dialect = {
  auto_detect: 'false',
  header: 'true',
  delim: "','",
  quote: `'"'`,
  escape: `'"'`,
  new_line: `'\\n'`,
  // Nothing is NULL, and "" an empty text: https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
  nullstr: "''",
  allow_quoted_nulls: 'false',
  strict_mode: 'true',
  parallel: 'false',
  max_line_size: String(mostBytes),
  buffer_size: String(4 * mostBytes),
};

/** SQL of the rows that Athena has written to a CSV file, in their order, of these columns by their places. */
export function answerSql(columns: readonly Pick<ResultColumn, 'name' | 'given'>[], path: string): string {
  const texts = columns.map((_, at) => `'c${at}': 'VARCHAR'`).join(', ');
  const options = Object.entries(dialect).map(([option, value]) => `${option} = ${value}`);
  const values = columns.map(({ name, given }, at) => `${valueSql(`c${at}`, name, given)} AS ${identifier(name)}`);
  return `SELECT ${values.join(', ')} FROM read_csv(${literal(path)}, ${options.join(', ')}, columns = {${texts}})`;
}

/** What the engine would read otherwise than it is meant, as 4.5 for the integer 4, is refused. */
function valueSql(text: string, name: string, type: string): string {
  if (/^(VARCHAR|ENUM\()/.test(type)) return text;
  const value = `CAST(${text} AS ${type})`;
  const form = formOf(type);
  if (form === undefined) return value;
  const problem = `${literal('Athena gives ')} || ${text} || ${literal(` for ${name}, which is ${type} in DuckDB: CAST it, so that both give the same`)}`;
  return `CASE WHEN ${text} IS NULL OR regexp_full_match(${text}, ${literal(form)}) THEN ${value} ELSE error(${problem}) END`;
}

function formOf(type: string): string | undefined {
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  if (scale !== undefined) return `-?\\d*(\\.\\d{0,${scale}}0*)?`;
  return forms.find(([of]) => of.test(type))?.[1];
}

const forms: readonly (readonly [RegExp, string])[] = [
  [/INT(EGER)?$/, '-?\\d+'],
  [/^BOOLEAN$/, 'true|false'],
  [/^DATE$/, '\\d{4}-\\d\\d-\\d\\d'],
  [/^TIMESTAMP/, '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}( UTC)?'],
];
