import { z } from 'zod';
import { type Column, sqlType } from '../contract/contract.ts';
import { mask, shownCharacters } from '../contract/rows.ts';
import { TributaryError } from '../core/errors.ts';
import type { Join } from '../core/quality.ts';
import { identifier, literal } from '../core/quote.ts';
import { told } from '../core/told.ts';
import { inWhole, wholeText } from '../core/whole-text.ts';
import type { Engine } from '../core/world.ts';
import { hidesValues, type Source } from '../definition/define-source.ts';
import { joinsSql, valueName } from './joins-sql.ts';

/** A reference of a source, and those that it joins. */
export interface Joined {
  readonly source: Source;
  readonly other: Source | undefined;
  readonly on: Source['references'][number]['on'];
  readonly references: string;
}

/** All references, in the order of the sources. */
export const joinedIn = (sources: readonly Source[]): Joined[] =>
  sources.flatMap((source) =>
    source.references.map(({ source: references, on }) => ({
      source,
      other: sources.find(({ name }) => name === references),
      references,
      on,
    })),
  );

/**
 * For each reference of each source: how many of its rows with all joining columns present find no partner, with the
 * three unmatched values that most rows have. A row that lacks a joining column points nowhere, and is not counted.
 */
export async function countJoins(sources: readonly Source[], engine: Engine): Promise<Join[]> {
  const joins: Join[] = [];
  for (const joined of joinedIn(sources)) {
    try {
      await engine.run(`CREATE OR REPLACE TEMP TABLE "$joins" AS ${joinsSql([joined])}`);
      joins.push(...(await readJoins([joined], '"$joins"', engine)));
    } catch (error) {
      throw failedJoin(joined, told(error, hidesValues(sources)));
    }
  }
  return joins;
}

const failedJoin = ({ source: { name }, references }: Joined, reason: string) =>
  new TributaryError(
    'TableFailed',
    `Joining ${name} with ${references} failed; look at "references" in pipeline/sources/${name}.ts: ${reason}`,
  );

const counted = z.array(z.object({ place: z.coerce.number(), rows: z.coerce.number(), example: wholeText.nullable() }));

/** What a relation says that `joinsSql` gives of these. */
export async function readJoins(all: readonly Joined[], relation: string, engine: Engine): Promise<Join[]> {
  const joins: Join[] = [];
  for (const [at, { source, other, on, references }] of all.entries()) {
    const example = on
      .map(([own, theirs], nth) => exampleSql(columnOf(source, own), columnOf(other, theirs), valueName(nth)))
      .join(" || ', ' || ");
    const select = `SELECT "$place" AS place, "$rows" AS rows, ${inWhole(example)} AS example FROM ${relation}`;
    const found = counted.parse(await engine.rows(`${select} WHERE "$join" = ${at} ORDER BY "$place"`));
    const rowsAt = (which: number) => found.find(({ place }) => place === which)?.rows ?? 0;
    const examples = found.flatMap(({ place, example }) => (place > 1 && example !== null ? [example] : []));
    const ofReference = { source: source.name, references, on: on.map(([own]) => own) };
    joins.push({ ...ofReference, rows: rowsAt(0), unmatched: rowsAt(1), examples });
  }
  return joins;
}

const columnOf = (source: Source | undefined, name: string): Column | undefined =>
  source?.contract.columns.find((column) => column.name === name);

/** A value that comes as text is printed as this engine prints one of its type. */
function exampleSql(own: Column | undefined, theirs: Column | undefined, text: string): string {
  if (!own || own.sensitive || theirs?.sensitive) return literal(mask);
  const cast = `CAST(${identifier(text)} AS ${sqlType(own.type)})`;
  // Of 0 and -0, which are one group, DuckDB gives the first, and Trino any.
  const value = own.type.kind === 'number' ? `${cast} + 0` : cast;
  const isTime = own.type.kind === 'dateTime' || own.type.kind === 'localTime';
  return isTime ? `strftime(${value}, '%Y-%m-%dT%H:%M:%SZ')` : `left(CAST(${value} AS VARCHAR), ${shownCharacters})`;
}
