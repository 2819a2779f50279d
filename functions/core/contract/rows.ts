import type { Column, Contract } from './contract.ts';
import { identifier, literal } from './quote.ts';
import { readingOf } from './reading.ts';

/** What stands for a value that is not to be seen. */
export const mask = '•••';
/** Of an example; a longer one is cut. */
export const shownCharacters = 120;

/** Rows as text, for a contract to be read by. Names that begin with $ are the engine's own. */
export interface TextRows {
  /** SQL of a relation with a VARCHAR column `"$0"`, `"$1"`, … for each column of the contract, in its order. */
  readonly from: string;
  /** SQL over that relation: the row as it was delivered, kept where the row is rejected. */
  readonly raw: string;
  /** SQL over that relation: why the row cannot be read at all, or NULL; undefined where that cannot happen. */
  readonly fault?: string | undefined;
}

/** The SQL type of `"$reasons"`. */
export const reasonsType = 'STRUCT("column" VARCHAR, reason VARCHAR, "value" VARCHAR)[]';

/**
 * SQL that reads and checks rows by a contract: the typed columns, `"$reasons"` (every reason to reject the row,
 * NULL for a good one) and `"$raw"` (NULL for a good one). Nothing but projections over the relation, so the rows
 * keep their order: https://github.com/duckdb/duckdb/issues/24398
 */
export function checkedRows({ columns, missing, rules }: Contract, { from, raw, fault }: TextRows): string {
  const texts = columns.map((column, at) => `${textOf(column, `"$${at}"`, missing)} AS "$t${at}"`);
  const values = columns.map(({ type, name }, at) => {
    const { form, value } = readingOf(type);
    const text = `"$t${at}"`;
    const read = form ? `CASE WHEN regexp_full_match(${text}, ${literal(form)}) THEN ${value(text)} END` : value(text);
    return `${read} AS ${identifier(name)}`;
  });
  const good = [
    ...(fault ? [`(${fault}) IS NULL`] : []),
    ...columns.map((column, at) => goodOf(column, `"$t${at}"`)),
    ...rules.map(({ predicate }) => `coalesce((${predicate}\n), true)`),
  ];
  return `
    SELECT ${columns.map(({ name }) => identifier(name)).join(', ')},
      CASE WHEN NOT "$good" THEN ${reasonsOf({ columns, rules }, { from, raw, fault })} END AS "$reasons",
      CASE WHEN NOT "$good" THEN ${raw} END AS "$raw"
    FROM (SELECT *, ${good.join('\n AND ')} AS "$good"
    FROM (SELECT *, ${values.join(', ')}
    FROM (SELECT *, ${texts.join(', ')}
    FROM (${from}))))`;
}

/** The text to read: NULL where the value is missing and has no default. */
function textOf(column: Column, raw: string, missing: readonly string[]) {
  const there = missing.reduce((text, one) => `nullif(${text}, ${literal(one)})`, raw);
  return column.default === null ? there : `coalesce(${there}, ${literal(column.default)})`;
}

function goodOf({ name, type, nullable, tests }: Column, text: string): string {
  const value = identifier(name);
  const { holds } = readingOf(type);
  const passes = [...(holds ? [holds(value, text)] : []), ...tests.map(({ passes }) => passes(value))];
  const without = nullable ? `${text} IS NULL` : 'false';
  return `CASE WHEN ${value} IS NULL THEN ${without} ELSE ${passes.join(' AND ') || 'true'} END`;
}

type Reason = { readonly fails: string; readonly column: string; readonly reason: string; readonly value: string };

/** Every reason to reject the row: one where it cannot be read at all, else all of all its columns and rules. */
function reasonsOf({ columns, rules }: Pick<Contract, 'columns' | 'rules'>, { raw, fault }: TextRows): string {
  const ofColumns = columns.flatMap((column, at) => reasonsOfColumn(column, at));
  const ofRules = rules.map(({ name, predicate }) => ({
    fails: `NOT (${predicate}\n)`,
    column: 'NULL',
    reason: literal(name),
    value: valuesOf(predicate, columns),
  }));
  const reasons = listOf([...ofColumns, ...ofRules]);
  if (!fault) return reasons;
  const value = columns.some(({ sensitive }) => sensitive) ? literal(mask) : `left(${raw}, ${shownCharacters})`;
  const whole = listOf([{ fails: 'true', column: 'NULL', reason: `(${fault})`, value }]);
  return `CASE WHEN (${fault}) IS NULL THEN ${reasons} ELSE ${whole} END`;
}

function reasonsOfColumn(column: Column, at: number): Reason[] {
  const { name, type, nullable, tests } = column;
  const [value, text] = [identifier(name), `"$t${at}"`];
  const { form, holds, malformed, impossible } = readingOf(type);
  const formed = form ? `regexp_full_match(${text}, ${literal(form)})` : 'false';
  const reasons: [string, string][] = [
    ...(nullable ? [] : [[`${text} IS NULL`, 'is missing'] satisfies [string, string]]),
    [`${text} IS NOT NULL AND ${value} IS NULL AND NOT ${formed}`, malformed],
    [`${formed} AND NOT coalesce(${holds?.(value, text) ?? `${value} IS NOT NULL`}, false)`, impossible],
    ...tests.map(({ passes, reason }): [string, string] => [`${value} IS NOT NULL AND NOT ${passes(value)}`, reason]),
  ];
  return reasons.map(([fails, reason]) => ({
    fails,
    column: literal(name),
    reason: literal(reason),
    value: shown(column, at),
  }));
}

const listOf = (reasons: readonly Reason[]) =>
  `list_filter([${reasons.map(({ fails, column, reason, value }) => `CASE WHEN ${fails} THEN {'column': ${column}, 'reason': ${reason}, 'value': ${value}} END`).join(', ')}]::${reasonsType}, lambda one: one IS NOT NULL)`;

const shown = ({ sensitive }: Column, at: number) =>
  sensitive ? literal(mask) : `coalesce(left("$${at}", ${shownCharacters}), '')`;

/** The values of the columns that a predicate speaks of. */
function valuesOf(predicate: string, columns: readonly Column[]): string {
  const spoken = columns.flatMap((column, at) =>
    predicate.includes(column.name) ? [`${literal(`${column.name} `)} || ${shown(column, at)}`] : [],
  );
  return spoken.join(` || ', ' || `) || `''`;
}
