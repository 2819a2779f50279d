import { z } from 'zod';
import type { Column, Contract } from '../../contract/contract.ts';
import { nameOf } from '../../contract/names.ts';
import { mustBeThere, notThere, type TextRows } from '../../contract/rows.ts';
import { jsonText } from '../../core/json.ts';
import { literal, literals } from '../../core/quote.ts';
import { inWhole } from '../../core/whole-text.ts';
import type { TextFile } from '../text/survey.ts';
import { foreignMark, notUtf8, withoutMarksInSql } from '../text/utf8.ts';
import { exactText } from './exact.ts';

/** How the objects of a text lie in it, and whether its first line is one. */
interface Form {
  readonly form: 'array' | 'lines' | 'objects' | 'other';
  readonly whole: boolean;
}

/** Told by the beginning alone: an array, an object a line, objects one behind the other on a line, or none of these. */
export function formOf({ start }: Pick<TextFile, 'start'>): Form {
  const [first = ''] = start.toString().trimStart().split('\n', 1);
  const whole = jsonText(z.looseObject({})).safeParse(first).success;
  if (first.startsWith('[')) return { form: 'array', whole };
  if (!first.startsWith('{')) return { form: 'other', whole };
  return { form: !whole && /\}\s*\{/.test(first) ? 'objects' : 'lines', whole };
}

/** SQL of a relation with one JSON text a row in the column `"$line"`, and what is known of these texts. */
interface Texts extends Pick<TextFile, 'rareNumbers'> {
  readonly lines: string;
  readonly foreign: boolean;
  /** Whether any may have a number with more digits than a double holds. */
  readonly longNumbers: boolean;
  /** Whether any object has a key twice. */
  readonly twice: boolean;
}

/** JSON texts as rows of text. */
export function jsonRows(
  { lines, foreign, longNumbers, rareNumbers, twice }: Texts,
  { columns, missing }: Contract,
): TextRows {
  const delivered = columns.map(({ deliveredAs }) => deliveredAs);
  const pointers = literals(delivered.map(pointerTo));
  return {
    from: `
      SELECT *, ${columns.map((column, at) => `${textOf(column, at, rareNumbers.exponents)} AS ${nameOf.given(at)}`).join(', ')} FROM (
      SELECT *, ${twice ? twiceOf(delivered) : 'NULL::VARCHAR'} AS "$twice",
        CASE WHEN "$long" THEN list_transform(json_extract_string(${marked}, ${pointers}), lambda text: ${unmarked('text')})
          WHEN "$object" THEN json_extract_string("$line", ${pointers}) END AS "$fields" FROM (
      SELECT *, CASE WHEN "$object" THEN json_keys("$line") END AS "$keys", ${longNumbers ? isLong : 'false'} AS "$long" FROM (
      SELECT "$line", ${isObject} AS "$object" FROM (${lines}))))`,
    raw: withoutMarksInSql('"$line"', foreign),
    mayLack: true,
    fault: `CASE WHEN NOT "$object" AND contains("$line", '\\u') AND NOT json_valid("$line") AND json_valid(${withoutHalves}) THEN ${literal(half)}
      WHEN NOT "$object" THEN ${literal(notAnObject)}
      WHEN "$twice" IS NOT NULL THEN concat('has the key ', "$twice", ' twice')
      WHEN ${rareNumbers.words ? columns.map((column, at) => hasNoNumber(column, at, missing)).join(' OR ') : false} THEN ${literal(noNumber)}
      WHEN contains("$line", ${mark}) OR contains("$line", '\\u') AND regexp_matches("$line", ${escapedMark}) THEN ${literal(reserved)}
      WHEN ${foreign} AND contains("$line", ${literal(foreignMark)}) THEN ${literal(notUtf8)} END`,
  };
}

export const notAnObject = 'is not a JSON object';
const half = 'has half of a surrogate pair, which is no character';
const noNumber = 'has NaN or Infinity without quotes, which is no JSON';
const reserved = 'has the character U+FDD0, which no text may have';

/** The engine takes NaN and Infinity for numbers, of which a column of text would have the words where they mean a value. */
function hasNoNumber({ deliveredAs, type }: Column, at: number, missing: readonly string[]): string {
  if (type.kind !== 'string') return 'false';
  const text = nameOf.given(at);
  const is = `json_type("$line", ${literal(pointerTo(deliveredAs))})`;
  const nested = `regexp_replace(${text}, '"(?:[^"\\\\]|\\\\.)*"', '', 'g')`;
  return `CASE WHEN length(${text}) < 10 AND regexp_full_match(${text}, '(?i)-?(nan|inf|infinity)') THEN ${is} = 'DOUBLE' AND NOT list_contains(${literals(missing)}, ${text})
    WHEN regexp_matches(${text}, '(?i)^[{\\[].*[:,\\[]-?(nan|inf)') THEN ${is} <> 'VARCHAR' AND regexp_matches(${nested}, '(?i)nan|inf')
    ELSE false END`;
}

/** Blanks are taken off where there are some: it takes longer than to see whether the whole is JSON. */
const isObject = `(json_valid("$line") AND CASE WHEN starts_with("$line", '{') THEN true
  ELSE starts_with(ltrim("$line", ' ' || chr(9) || chr(10) || chr(13)), '{') END)`;

/** The line, with escapes of whole characters for those of halves of a pair. */
const withoutHalves = `replace(replace("$line", '\\ud', '\\uf'), '\\uD', '\\uf')`;

const hasTwice = 'len("$keys") > len(list_distinct("$keys"))';

/** SQL of the keys of all objects of such a relation, and whether one of those that have the key has any key twice. */
export const keysIn = (lines: string) => `
  SELECT DISTINCT ${inWhole('unnest("$keys")')} AS key, twice
  FROM (SELECT "$keys", ${hasTwice} AS twice FROM (
  SELECT DISTINCT CASE WHEN ${isObject} THEN json_keys("$line") END AS "$keys" FROM (${lines})))`;

const pointerTo = (name: string) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** A value of null and no value at all are not the same where the contract wants the column to be there. */
function textOf(column: Column, at: number, exponents: boolean): string {
  const { deliveredAs, type } = column;
  const isNumber = `json_type("$line", ${literal(pointerTo(deliveredAs))}) = 'DOUBLE'`;
  const field = `"$fields"[${at + 1}]`;
  const text = exponents ? exactText(field, type, isNumber) : field;
  if (!mustBeThere(column)) return text;
  return `CASE WHEN list_contains("$keys", ${literal(deliveredAs)}) THEN ${text} WHEN "$object" THEN ${literal(notThere)} END`;
}

/** A key of the contract that the object has twice: nobody can tell which of its values is meant. */
const twiceOf = (names: readonly string[]) => `CASE WHEN ${hasTwice} THEN
  list_filter(${literals(names)}, lambda name: len(list_filter("$keys", lambda key: key = name)) > 1)[1] END`;

/**
 * DuckDB reads numbers with a point as doubles, which hold 15 digits. A longer one becomes a text behind a mark, and the
 * mark is taken off what was found; every other number is read as it is where no long one stands beside it. Strings and
 * short numbers are stepped over whole. The mark is a character that Unicode keeps for such use, and no row may have.
 */
const mark = 'chr(64976)';
const isLong = `"$object" AND regexp_matches("$line", '[0-9][0-9.]{15}') AND NOT contains("$line", ${mark})`;
const escapedMark = String.raw`'(^|[^\\])(\\\\)*\\u[fF][dD][dD]0'`;
const tokens = String.raw`'("(?:[^"\\]|\\.)*")|(-?[0-9][0-9.]{15,}(?:[eE][-+]?[0-9]+)?)|(-?[0-9][-+0-9.eE]*)'`;
const marked = `regexp_replace(replace(
  regexp_replace("$line", ${tokens}, '\\1\\3' || ${mark} || '\\2' || ${mark}, 'g'), ${mark} || ${mark}, ''),
  ${mark} || '([^' || ${mark} || ']*)' || ${mark}, '"' || ${mark} || '\\1"', 'g')`;
const unmarked = (text: string) =>
  `replace(regexp_replace(${text}, '"' || ${mark} || '([^"]*)"', '\\1', 'g'), ${mark}, '')`;
