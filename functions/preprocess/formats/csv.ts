import { type Contract, isSensitive } from '../../contract/contract.ts';
import { nameOf } from '../../contract/names.ts';
import type { TextRows } from '../../contract/rows.ts';
import { identifier, literal } from '../../core/quote.ts';
import type { Source } from '../../definition/define-source.ts';
import { textBehindQuote } from '../text/lines.ts';
import { checkShape } from '../text/shape.ts';
import type { TextFile } from '../text/survey.ts';
import { foreignMark, notUtf8, withoutMarksInSql } from '../text/utf8.ts';
import { ofText, type RawFile, type Readable } from './format.ts';
import { checkColumns, checkHeader, headerOf, keptOf } from './header.ts';
import { readLines } from './read-lines.ts';

/** A header, and a row a line; values in quotes may have anything in them. */
export const csv = ofText(read, separatorOf);

async function read(text: TextFile, { at, source }: RawFile): Promise<Readable> {
  const { contract } = source;
  const separator = separatorOf(source);
  const names = headerOf(text.start, separator);
  checkHeader(text.start, separator, contract);
  checkColumns(names, contract);
  await checkShape(text, separator, names.length);
  const unreadable = `rejects_${at}`;
  return {
    path: text.path,
    expected: text.lines - 1,
    rows: csvRows({ text, names, separator, unreadable }, contract),
    unreadable: {
      table: unreadable,
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
    names,
  };
}

/** What stands between the values of its CSV files. */
export function separatorOf({ origin }: Source): string {
  return origin.kind === 'upload' ? origin.separator : ',';
}

interface CsvFile {
  readonly text: TextFile;
  /** The names of its header, in their order. */
  readonly names: readonly string[];
  readonly separator: string;
  readonly unreadable: string;
}

/** A CSV file as rows of text. */
function csvRows({ text, names, separator, unreadable }: CsvFile, { columns, missing }: Contract): TextRows {
  const own = names.map((_, at) => nameOf.delivered(at));
  const cellOf = (name: string) => identifier(nameOf.delivered(names.indexOf(name)));
  const kept = keptOf(names, columns);
  const emptyIsNull = missing.includes('');
  const dialect = {
    text,
    columns: own,
    header: true,
    separator: literal(separator),
    quote: `'"'`,
    emptyIsNull,
    unreadable,
  };
  const texts = columns.map(
    ({ deliveredAs }, at) =>
      `${names.includes(deliveredAs) ? cellOf(deliveredAs) : 'NULL::VARCHAR'} AS ${nameOf.given(at)}`,
  );
  const values = names.flatMap((name, at) =>
    kept.has(name) ? [`${literal(name)}, coalesce(${identifier(nameOf.delivered(at))}, '')`] : [],
  );
  const raw = `json_object(${values.join(', ')})::VARCHAR`;
  return {
    from: `SELECT *, ${texts.join(', ')} FROM ${readLines(dialect)}`,
    raw: withoutMarksInSql(raw, text.foreign),
    emptyIsNull,
    fault: faultOf(own, text),
  };
}

/** What is wrong with a row where any of its values has a character that no value may have. */
function faultOf(values: readonly string[], { nul, foreign }: TextFile): string | undefined {
  const having = (text: string, fault: string) =>
    `WHEN ${values.map((value) => `contains(${identifier(value)}, ${literal(text)})`).join(' OR ')} THEN ${literal(fault)}`;
  const faults = [
    ...(nul ? [having('\0', 'has a NUL character')] : []),
    ...(foreign ? [having(foreignMark, notUtf8)] : []),
  ];
  return faults.length > 0 ? `CASE ${faults.join(' ')} END` : undefined;
}
