import { identifier, literal, namesIn } from '../core/quote.ts';
import { type Column, type Contract, isSensitive } from './contract.ts';
import { nameOf } from './names.ts';
import { type ColumnType, readingOf } from './reading.ts';

/** What stands for a value that is not to be seen. */
export const mask = '•••';
/** Of an example; a longer one is cut. */
export const shownCharacters = 120;

/** Stands for a value that is not there at all, where the contract wants at least null: no JSON has the one character, no CSV the other. */
export const notThere = '\ufdd0\0';

/** Rows as text, for a contract to be read by. Names that begin with $ are the engine's own. */
export interface TextRows {
  /** SQL of a relation with a VARCHAR column `nameOf.given` for each column of the contract. */
  readonly from: string;
  /** SQL over that relation: the row as it was delivered, kept where the row is rejected. */
  readonly raw: string;
  /** SQL over that relation: why the row cannot be read at all, or NULL; undefined where that cannot happen. */
  readonly fault?: string | undefined;
  /** Whether an empty text comes as NULL already. */
  readonly emptyIsNull?: boolean;
  /** Whether a row may be without a column that others have; `notThere` stands where it must not. */
  readonly mayLack?: boolean;
}

/** The SQL type of reasons. */
export const reasonsType = 'STRUCT("column" VARCHAR, reason VARCHAR, "value" VARCHAR)[]';

/**
 * SQL that reads and checks rows by a contract: the typed columns, and `"$rejected"`, which is NULL for a good row, and
 * for any other what `explainedRows` needs, as JSON: a list would take each row of a Parquet file longer. Nothing but
 * projections over the relation, so the rows keep their order: https://github.com/duckdb/duckdb/issues/24398
 */
export function checkedRows(contract: Contract, rows: TextRows): string {
  const { raw, fault, mayLack } = rows;
  const { columns, rules } = contract;
  const good = [
    ...(fault ? [`(${fault}) IS NULL`] : []),
    ...(mayLack
      ? columns.flatMap((column, at) => (mustBeThere(column) ? [`NOT coalesce(${lacks(at)}, false)`] : []))
      : []),
    ...columns.map((column, at) => goodOf(column, nameOf.text(at))),
    ...rules.map(({ predicate }) => `coalesce((${predicate}\n), true)`),
  ];
  const delivered = [raw, fault ?? 'NULL', ...columns.map((_, at) => nameOf.given(at))];
  return `
    SELECT ${columns.map(({ name }) => identifier(name)).join(', ')},
      CASE WHEN NOT "$good" THEN to_json([${delivered.join(', ')}]::VARCHAR[])::VARCHAR END AS "$rejected"
    FROM (SELECT *, ${good.join('\n AND ')} AS "$good"
    FROM (${typedRows(contract, rows)}))`;
}

/**
 * SQL that adds to rows with `"$rejected"` every reason to reject them, `"$reasons"`, and how they were delivered,
 * `"$raw"`. To tell why takes far longer than to tell whether, so it is done for these few rows alone.
 */
export function explainedRows(contract: Contract, rejected: string): string {
  const texts = contract.columns.map((_, at) => `"$delivered"[${at + 3}] AS ${nameOf.given(at)}`);
  const delivered = `SELECT *, from_json("$rejected", '["VARCHAR"]') AS "$delivered" FROM (${rejected})`;
  return `
    SELECT *, "$delivered"[1] AS "$raw", ${reasonsOf(contract)} AS "$reasons"
    FROM (${typedRows(contract, { from: `SELECT *, ${texts.join(', ')} FROM (${delivered})`, mayLack: true })})`;
}

/**
 * The rows with the texts to read, and what they are read as: NULL for a text that cannot be read. What is asked for
 * twice is a column of its own, as the engine would cast twice.
 */
function typedRows({ columns, missing }: Contract, { from, emptyIsNull, mayLack }: Omit<TextRows, 'raw'>): string {
  const absent = missing.filter((text) => !(emptyIsNull && text === ''));
  const absentIn = (column: Column) => (mayLack && mustBeThere(column) ? [...absent, notThere] : absent);
  const texts = columns.map(
    (column, at) => `${textOf(column, nameOf.given(at), absentIn(column))} AS ${nameOf.text(at)}`,
  );
  const casts = columns.flatMap(({ type }, at) => {
    const { canonical, value } = readingOf(type);
    return canonical ? [`${value(nameOf.text(at))} AS ${nameOf.cast(at)}`] : [];
  });
  const values = columns.map(({ type, name }, at) => `${typedValue(type, at)} AS ${identifier(name)}`);
  const cast = `SELECT ${['*', ...casts].join(', ')} FROM (SELECT *, ${texts.join(', ')} FROM (${from}))`;
  return `SELECT *, ${values.join(', ')} FROM (${cast})`;
}

/** The text to read: NULL where the value is missing and has no default. */
function textOf(column: Column, raw: string, missing: readonly string[]) {
  const there = missing.reduce((text, one) => `nullif(${text}, ${literal(one)})`, raw);
  return column.default === null ? there : `coalesce(${there}, ${literal(column.default)})`;
}

/** A text that the engine would write for its value needs no look at its form, which takes longer. */
function typedValue(type: ColumnType, at: number): string {
  const [text, cast] = [nameOf.text(at), nameOf.cast(at)];
  const { form, value, canonical } = readingOf(type);
  if (!form) return value(text);
  const formed = `regexp_full_match(${text}, ${literal(form)})`;
  if (!canonical) return `CASE WHEN ${formed} THEN ${value(text)} END`;
  return `CASE WHEN ${cast}::VARCHAR = ${text} OR ${formed} THEN ${cast} END`;
}

/** Whether a row may have null there, and yet has to have it. */
export const mustBeThere = ({ required, nullable }: Column) => required && nullable;
const lacks = (at: number) => `${nameOf.given(at)} = ${literal(notThere)}`;

function goodOf({ name, type, nullable, tests }: Column, text: string): string {
  const value = identifier(name);
  const { holds } = readingOf(type);
  const passes = [...(holds ? [holds(value, text)] : []), ...tests.map(({ passes }) => passes(value))];
  const without = nullable ? `${text} IS NULL` : 'false';
  return `CASE WHEN ${value} IS NULL THEN ${without} ELSE ${passes.join(' AND ') || 'true'} END`;
}

type Reason = { readonly fails: string; readonly column: string; readonly reason: string; readonly value: string };

/** Every reason to reject the row: one where it cannot be read at all, else all of all its columns and rules. */
function reasonsOf({ columns, rules }: Contract): string {
  const ofColumns = columns.flatMap((column, at) => reasonsOfColumn(column, at));
  const ofRules = rules.map(({ name, predicate }) => ({
    fails: `NOT (${predicate}\n)`,
    column: 'NULL',
    reason: literal(name),
    value: valuesOf(predicate, columns),
  }));
  const value = isSensitive({ columns }) ? literal(mask) : `left("$delivered"[1], ${shownCharacters})`;
  const whole = listOf([{ fails: 'true', column: 'NULL', reason: '"$delivered"[2]', value }]);
  return `CASE WHEN "$delivered"[2] IS NULL THEN ${listOf([...ofColumns, ...ofRules])} ELSE ${whole} END`;
}

function reasonsOfColumn(column: Column, at: number): Reason[] {
  const { name, type, nullable, tests } = column;
  const [value, text] = [identifier(name), nameOf.text(at)];
  const { form, holds, malformed, impossible } = readingOf(type);
  const formed = form ? `regexp_full_match(${text}, ${literal(form)})` : 'false';
  const reasons: [string, string][] = [
    ...(nullable ? [] : [[`${text} IS NULL`, 'is missing'] satisfies [string, string]]),
    ...(mustBeThere(column) ? [[lacks(at), 'is not there, not even as null'] satisfies [string, string]] : []),
    [`${text} IS NOT NULL AND ${value} IS NULL AND NOT ${formed}`, malformed],
    [`${formed} AND NOT coalesce(${holds?.(value, text) ?? `${value} IS NOT NULL`}, false)`, impossible],
    ...tests.map(({ passes, reason }): [string, string] => [`${value} IS NOT NULL AND NOT ${passes(value)}`, reason]),
  ];
  return reasons.map(([fails, reason]) => ({
    fails,
    column: literal(told(column)),
    reason: literal(reason),
    value: shown(column, at),
  }));
}

/** Whoever delivers a column knows it by its name in the files. */
const told = ({ name, deliveredAs }: Column) => (name === deliveredAs ? name : `${deliveredAs} (${name})`);

const listOf = (reasons: readonly Reason[]) =>
  `list_filter([${reasons.map(({ fails, column, reason, value }) => `CASE WHEN ${fails} THEN {'column': ${column}, 'reason': ${reason}, 'value': ${value}} END`).join(', ')}]::${reasonsType}, lambda one: one IS NOT NULL)`;

const shown = ({ sensitive }: Column, at: number) =>
  sensitive
    ? literal(mask)
    : `coalesce(left(nullif(${nameOf.given(at)}, ${literal(notThere)}), ${shownCharacters}), '')`;

/** The values of the columns that a predicate speaks of. */
function valuesOf(predicate: string, columns: readonly Column[]): string {
  const names = namesIn(predicate);
  const spoken = columns.flatMap((column, at) =>
    names.has(column.name.toLowerCase()) ? [`${literal(`${column.name} `)} || ${shown(column, at)}`] : [],
  );
  return spoken.join(` || ', ' || `) || `''`;
}
