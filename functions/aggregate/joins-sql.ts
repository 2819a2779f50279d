import { identifier } from '../core/quote.ts';
import type { Source } from '../definition/define-source.ts';

/** What the SQL of a join has to know of it. */
interface Joining {
  readonly source: Pick<Source, 'name' | 'contract'>;
  readonly other: Pick<Source, 'contract'> | undefined;
  readonly references: string;
  readonly on: readonly (readonly [string, string])[];
}

/** The column of a joining value, which comes as text. The names with $ are no column's: see core/contract. */
export const valueName = (nth: number) => `$${nth}`;

/**
 * SQL that DuckDB and Trino read alike. For each join, by its place in `"$join"`, `"$rows"` are in `"$place"` 0 those with
 * all joining columns present, in 1 those of them without a partner, and from 2 on those of the three values that most
 * have; a sensitive value stays where it is.
 */
export function joinsSql(joins: readonly Joining[]): string {
  const width = Math.max(...joins.map(({ on }) => on.length));
  const lost = joins.map((join, at) => `${lostName(at)} AS (\n${lostSql(join)})`);
  const selects = joins.flatMap((join, at) => selectsOf(join, at, width));
  return `WITH ${lost.join(', ')}\n${selects.join('\nUNION ALL ')}\nORDER BY 1, 2`;
}

const lostName = (at: number) => identifier(`$lost${at}`);

/** The values that find no partner, each with how many rows have it. */
function lostSql({ source, references, on }: Joining): string {
  const values = on.map(([own], nth) => `own.${identifier(own)} AS ${identifier(valueName(nth))}`);
  const theirs = on.map(([, column], nth) => `${identifier(column)} AS ${identifier(valueName(nth))}`);
  const partner = on.map(([own], nth) => `other.${identifier(valueName(nth))} = own.${identifier(own)}`);
  return `  SELECT ${values.join(', ')}, count(*) AS "$rows" FROM ${identifier(source.name)} AS own
  LEFT JOIN (SELECT DISTINCT ${theirs.join(', ')} FROM ${identifier(references)}) AS other ON ${partner.join(' AND ')}
  WHERE ${present(on)} AND other.${identifier(valueName(0))} IS NULL
  GROUP BY ${on.map(([own]) => `own.${identifier(own)}`).join(', ')}`;
}

const present = (on: Joining['on']) => on.map(([own]) => `own.${identifier(own)} IS NOT NULL`).join(' AND ');

function selectsOf(join: Joining, at: number, width: number): string[] {
  const { source, on } = join;
  const values = Array.from({ length: width }, (_, nth) => identifier(valueName(nth)));
  const none = values.map((value) => `CAST(NULL AS VARCHAR) AS ${value}`).join(', ');
  const texts = values.map((value, nth) => (isTold(join, nth) ? `CAST(${value} AS VARCHAR)` : 'CAST(NULL AS VARCHAR)'));
  const order = on.map((_, nth) => identifier(valueName(nth))).join(', ');
  return [
    `SELECT ${at} AS "$join", 0 AS "$place", count(*) AS "$rows", ${none}
FROM ${identifier(source.name)} AS own WHERE ${present(on)}`,
    `SELECT ${at}, 1, CAST(coalesce(sum("$rows"), 0) AS BIGINT), ${texts.map(() => 'CAST(NULL AS VARCHAR)').join(', ')}
FROM ${lostName(at)}`,
    `SELECT ${at}, "$nth" + 1, "$rows", ${texts.join(', ')}
FROM (SELECT ${order}, "$rows", row_number() OVER (ORDER BY "$rows" DESC, ${order}) AS "$nth" FROM ${lostName(at)}) AS ranked
WHERE "$nth" <= 3`,
  ];
}

/** Whether the nth joining value may be seen: of a column that is there, and sensitive on neither side. */
function isTold({ source, other, on }: Joining, nth: number): boolean {
  const [own, theirs] = on[nth] ?? [];
  const column = source.contract.columns.find(({ name }) => name === own);
  const partner = other?.contract.columns.find(({ name }) => name === theirs);
  return column !== undefined && !column.sensitive && !partner?.sensitive;
}
