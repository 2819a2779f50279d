import { z } from 'zod';
import { reader } from './reader.ts';
import { canonical, isNumber, meant, nameOf, queriesOf, type Select, selectOf, typeOf } from './select.ts';
import { aggregates } from './signatures.ts';

/** Sets of columns of which no two rows have the same; the empty one where there is one row at most. */
export type Keys = readonly ReadonlySet<string>[];
/** The keys of relations, by their names in small letters. */
export type KeysOf = ReadonlyMap<string, Keys>;

const readTable = reader('table_name', z.object({ type: z.literal('BASE_TABLE'), table_name: z.string() }));
const readDerived = reader('subquery', z.object({ type: z.literal('SUBQUERY'), subquery: z.unknown() }));
const readNode = reader('node', z.object({ node: z.unknown() }));
const readQueryOf = reader('query', z.object({ query: z.object({ node: z.unknown() }) }));
const readCall = reader('function_name', z.object({ type: z.literal('FUNCTION'), function_name: z.string() }));

/** The keys of what a query gives, by the names of its columns. */
export function keysOfQuery(query: unknown, relations: KeysOf): Keys {
  const inner = readQueryOf(query)?.query ?? query;
  const node = readNode(inner)?.node ?? inner;
  const select = selectOf(node);
  if (!select) return [];
  const names = namesIn(select);
  const keys = rowKeys(select, withQueries(node, relations)).map((key) => [...key].map(names));
  const numbers = select.select_list.filter(isNumber).map((one) => new Set([nameOf(one)?.toLowerCase() ?? '']));
  const given = keys.flatMap((key) => (key.includes(undefined) ? [] : [new Set(key.flatMap((name) => name ?? []))]));
  return [...given, ...numbers, ...distinctKeys(select)];
}

/** No two rows of a SELECT DISTINCT are the same in all columns. */
function distinctKeys({ select_list, modifiers }: Select): Keys {
  const names = select_list.flatMap((one) => nameOf(one)?.toLowerCase() ?? []);
  const distinct = modifiers.some(({ type }) => type === 'DISTINCT_MODIFIER');
  return distinct && names.length === select_list.length ? [new Set(names)] : [];
}

/** The name under which a SELECT gives an expression on, if it does. */
function namesIn(select: Select): (expression: string) => string | undefined {
  const names = new Map(select.select_list.map((one) => [canonical(one, select), nameOf(one)?.toLowerCase()]));
  const star = select.select_list.some((one) => typeOf(one) === 'STAR');
  return (expression) => names.get(expression) ?? (star ? /^"(\w+)"$/.exec(expression)?.[1] : undefined);
}

/** The relations that a query knows, those of its own WITH among them. */
export function withQueries(node: unknown, relations: KeysOf): KeysOf {
  const all = new Map(relations);
  for (const { key, value } of queriesOf(node)) all.set(key.toLowerCase(), keysOfQuery(value, all));
  return all;
}

/** The keys of the rows that a SELECT takes its columns and windows from, by expressions. */
export function rowKeys(select: Select, relations: KeysOf): Keys {
  const { select_list, group_expressions: groups, group_sets, from_table } = select;
  if (groups.length > 0) {
    if (group_sets.length > 1 || (group_sets[0]?.length ?? 0) < groups.length) return [];
    return [new Set(groups.map((one) => canonical(meant(one, select_list), select)))];
  }
  if (select_list.some(aggregated)) return [new Set()];
  return relationKeys(from_table, relations).map((key) => new Set([...key].map((name) => JSON.stringify(name))));
}

function relationKeys(from: unknown, relations: KeysOf): Keys {
  if (typeOf(from) === 'EMPTY') return [new Set()];
  const table = readTable(from)?.table_name.toLowerCase();
  if (table !== undefined) return relations.get(table) ?? [];
  const derived = readDerived(from);
  return derived ? keysOfQuery(derived.subquery, relations) : [];
}

function aggregated(node: unknown): boolean {
  if (typeof node !== 'object' || node === null || typeOf(node) === 'SUBQUERY') return false;
  if (aggregates.test(readCall(node)?.function_name ?? '')) return true;
  return Object.values(node).some(aggregated);
}
