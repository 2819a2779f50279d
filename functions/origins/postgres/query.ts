import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Extraction } from '../connector.ts';
import type { Column, Kind } from './json.ts';

/** What SQL may quote, in which nothing is replaced; then the casts; then the two names. */
const parts = [
  /\bE'(?:[^'\\]|\\.|'')*'/, // 'text' with escapes
  /'(?:[^']|'')*'/,
  /"(?:[^"]|"")*"/,
  /\$([a-z_]\w*)?\$.*?\$\1\$/, // $tag$ text $tag$
  /--[^\n]*/,
  /\/\*.*?\*\//,
  /::/,
  /:(?<bound>from|to)\b/,
];
const tokens = new RegExp(parts.map(({ source }) => source).join('|'), 'gis');

/**
 * The query with :from and :to as literals, since COPY takes no parameters: both words are reserved in SQL, so that
 * outside of quotes and comments they can mean nothing else.
 */
export function inWindow(query: string, { from, to }: Extraction['window']): string {
  const bounds = new Map([from, to].map((moment, at) => [at === 0 ? 'from' : 'to', momentLiteral(moment)]));
  const bound = query.replace(tokens, (...found) => {
    const groups: Record<string, string | undefined> = found.at(-1);
    return bounds.get(groups.bound?.toLowerCase() ?? '') ?? found[0];
  });
  return bound.replace(/;\s*$/, '');
}

const momentLiteral = (moment: string): string => `timestamptz ${escapeLiteral(new Date(moment).toISOString())}`;

/** Its names and types, without a row of it being read. */
export const describeQuery = (query: string): string => `SELECT * FROM (\n${query}\n) AS q LIMIT 0`;

/** Copies the rows of the query, in its order, each column as its kind is written. */
export function copyQuery(query: string, columns: readonly (Column & { readonly plain: boolean })[]): string {
  const list = columns.map(({ name, plain }) => {
    const column = `q.${escapeIdentifier(name)}`;
    return plain ? column : `to_json(${column})`;
  });
  return `COPY (SELECT ${list.join(', ')} FROM (\n${query}\n) AS q) TO STDOUT`;
}

/** By the type's number (https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat). */
const kinds: Readonly<Record<number, Kind>> = {
  16: 'boolean',
  20: 'number', // int8
  21: 'number', // int2
  23: 'number', // int4
  700: 'number', // float4
  701: 'number', // float8
  1700: 'number', // numeric
  25: 'text',
  1042: 'text', // char(n)
  1043: 'text', // varchar
  1082: 'text', // date
  2950: 'text', // uuid
  1114: 'moment', // timestamp
  1184: 'moment', // timestamptz
  114: 'json',
  3802: 'json', // jsonb
};

/** Types that are not in the list (arrays, records, enumerations, ...) become JSON on the server. */
export const columnOf = ({ name, dataTypeID }: { readonly name: string; readonly dataTypeID: number }) => {
  const kind = kinds[dataTypeID];
  return { name, kind: kind ?? 'json', plain: kind !== undefined } as const;
};
