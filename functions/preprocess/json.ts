import type { Contract } from '../core/contract/contract.ts';
import { literal, literals } from '../core/contract/quote.ts';
import type { TextRows } from '../core/contract/rows.ts';
import { notUtf8 } from './rejects.ts';

/** A relation with one JSON text a row in the column `"$line"`, as rows of text. */
export function jsonRows(lines: string, { columns }: Contract, foreign: boolean): TextRows {
  const texts = columns.map((_, at) => `"$fields"[${at + 1}] AS "$${at}"`);
  const pointers = literals(
    columns.map(({ deliveredAs }) => `/${deliveredAs.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return {
    from: `
      SELECT *, ${texts.join(', ')} FROM (
      SELECT *, CASE WHEN "$object" THEN json_extract_string(${exactNumbers}, ${pointers}) END AS "$fields" FROM (
      SELECT "$line", json_valid("$line") AND starts_with(ltrim("$line", ${whitespace}), '{') AS "$object" FROM ${lines}))`,
    raw: '"$line"',
    fault: `CASE WHEN NOT "$object" THEN ${literal(notAnObject)}
      WHEN ${foreign} AND contains("$line", chr(65533)) THEN ${literal(notUtf8)} END`,
  };
}

export const notAnObject = 'is not a JSON object';

const whitespace = `' ' || chr(9) || chr(10) || chr(13)`;

/**
 * DuckDB reads numbers with a point as doubles, which hold 15 digits: where a row has a longer one, its numbers are put
 * between quotes first. Strings are stepped over whole; chr(1), which JSON does not allow, marks what was found.
 */
const exactNumbers = `CASE WHEN regexp_matches("$line", '[0-9][0-9.]{15}') THEN
  replace(replace(regexp_replace("$line", '("(?:[^"\\\\]|\\\\.)*")|(-?[0-9][-+0-9.eE]*)', '\\1' || chr(1) || '\\2' || chr(1), 'g'),
  chr(1) || chr(1), ''), chr(1), '"') ELSE "$line" END`;
