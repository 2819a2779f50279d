import { z } from 'zod';
import type { Column } from '../contract/contract.ts';
import { mask, shownCharacters } from '../contract/rows.ts';
import { TributaryError } from '../core/errors.ts';
import type { Join } from '../core/quality.ts';
import { identifier, literal } from '../core/quote.ts';
import { told } from '../core/told.ts';
import type { Engine } from '../core/world.ts';
import { hidesValues, type Source } from '../definition/define-source.ts';

type Reference = Source['references'][number];

const counted = z.array(
  z.object({ rows: z.coerce.number(), unmatched: z.coerce.number(), example: z.string().nullable() }),
);

/**
 * For each reference of each source: how many of its rows with all joining columns present find no partner, with the
 * three unmatched values that most rows have. A row that lacks a joining column points nowhere, and is not counted.
 */
export async function countJoins(sources: readonly Source[], engine: Engine): Promise<Join[]> {
  const joins: Join[] = [];
  for (const source of sources) {
    for (const reference of source.references) {
      const found = await count(source, reference, { sources, engine });
      joins.push({
        source: source.name,
        references: reference.source,
        on: reference.on.map(([own]) => own),
        rows: found[0]?.rows ?? 0,
        unmatched: found[0]?.unmatched ?? 0,
        examples: found.flatMap(({ example }) => example ?? []),
      });
    }
  }
  return joins;
}

async function count(
  source: Source,
  reference: Reference,
  { sources, engine }: { readonly sources: readonly Source[]; readonly engine: Engine },
) {
  const other = sources.find(({ name }) => name === reference.source);
  const examples = reference.on.map(([own, theirs]) => exampleSql(columnOf(source, own), columnOf(other, theirs)));
  try {
    return counted.parse(await engine.rows(joinSql(source.name, reference, examples.join(" || ', ' || "))));
  } catch (error) {
    const what = `Joining ${source.name} with ${reference.source} failed`;
    const mend = `look at "references" in pipeline/sources/${source.name}.ts`;
    throw new TributaryError('TableFailed', `${what}; ${mend}: ${told(error, hidesValues(sources))}`);
  }
}

const columnOf = (source: Source | undefined, name: string): Column | undefined =>
  source?.contract.columns.find((column) => column.name === name);

function exampleSql(own: Column | undefined, theirs: Column | undefined): string {
  if (!own || own.sensitive || theirs?.sensitive) return literal(mask);
  const column = identifier(own.name);
  const isTime = own.type.kind === 'dateTime' || own.type.kind === 'localTime';
  return isTime ? `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')` : `left(CAST(${column} AS VARCHAR), ${shownCharacters})`;
}

/** One row for each example, and at least one. The names with $ are no column's: see core/contract. */
function joinSql(source: string, { source: references, on }: Reference, example: string): string {
  const own = on.map(([name]) => identifier(name));
  const present = own.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const partner = on.map(([name, theirs]) => `other.${identifier(theirs)} = own.${identifier(name)}`).join(' AND ');
  return `
    WITH lost AS MATERIALIZED (
      SELECT ${own.join(', ')}, count(*) AS "$rows" FROM ${identifier(source)} AS own
      WHERE ${present} AND NOT EXISTS (SELECT 1 FROM ${identifier(references)} AS other WHERE ${partner})
      GROUP BY ALL
    ), examples AS (
      SELECT row_number() OVER (ORDER BY "$rows" DESC, ${own.join(', ')}) AS "$place", ${example} AS example
      FROM lost QUALIFY "$place" <= 3
    )
    SELECT
      (SELECT count(*) FROM ${identifier(source)} WHERE ${present}) AS rows,
      (SELECT coalesce(sum("$rows"), 0) FROM lost)::BIGINT AS unmatched,
      example
    FROM (SELECT 1) LEFT JOIN examples ON true ORDER BY "$place"`;
}
