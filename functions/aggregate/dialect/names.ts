import { z } from 'zod';
import { callOf } from './calls.ts';
import type { Said } from './problem.ts';
import { reader } from './reader.ts';
import { columnOf, constantOf, meant, nameOf, type Select, selectOf, typeOf } from './select.ts';
import { aggregates } from './signatures.ts';

const plain = /^[a-z_][a-z0-9_]*$/;

/** What a SELECT names, or calls by a name, that Trino does not know or takes for something else. */
export function* ofNames(select: Select): Generator<readonly [at: unknown, said: NonNullable<Said>]> {
  const { select_list, where_clause, having, group_expressions, modifiers, from_table } = select;
  const given = select_list.filter((one) => nameOf(one) !== undefined && columnOf(one)?.at(-1) !== nameOf(one));
  const orders = modifiers.flatMap(({ orders }) => orders.map(({ expression }) => expression));
  const computed = orders.filter((one) => columnOf(one)?.length !== 1);
  // A name that its own expression uses is a column, which both take first everywhere but in ORDER BY and HAVING.
  const other = given.filter((one) => !uses(one, nameOf(one)));
  const used =
    other.find((one) => uses([select_list, where_clause, group_expressions], nameOf(one))) ??
    given.find((one) => uses([computed, having], nameOf(one), aggregates));
  if (used !== undefined) yield [used, asGiven(nameOf(used) ?? '')];
  yield* ofResult(select);
  if (modifiers.some(({ type }) => type === 'DISTINCT_MODIFIER')) yield* ofDistinct(orders, select_list);
  yield* ofUsing([...usingIn(from_table)], select);
}

const uses = (node: unknown, name: string | undefined, outside?: RegExp) =>
  [...columnsIn(node, outside)].some(([first, ...more]) => more.length === 0 && first === name);

const asGiven = (name: string) => ({
  problem: `${name} is a name that this SELECT gives, which Trino knows in ORDER BY alone, and there by itself`,
  mend: `write the expression again, or, where a column is meant, its table before it (t.${name})`,
});

function* ofResult({ select_list, from_table }: Select): Generator<readonly [unknown, NonNullable<Said>]> {
  const names = select_list.map((one) => nameOf(one)?.toLowerCase());
  for (const [place, one] of select_list.entries()) {
    const name = nameOf(one);
    if (name !== undefined && names.indexOf(name.toLowerCase()) < place)
      yield [one, { problem: `two columns are called ${name}`, mend: 'name one of them otherwise' }];
    if (columnOf(one) === undefined && name !== undefined && !plain.test(name))
      yield [one, { problem: `the name "${name}" is another one to Trino`, mend: 'name it by a-z, 0-9 and _' }];
    if (typeOf(one) === 'STAR' && typeOf(from_table) === 'JOIN' && !('relation_name' in Object(one)))
      yield [one, { problem: '* of a JOIN gives other columns in Trino', mend: 'name the columns, or write t.*' }];
  }
}

/** Of a query of its own, each column needs a name. */
export function* ofUnnamed({ select_list }: Select): Generator<readonly [unknown, NonNullable<Said>]> {
  const one = select_list.find((one) => nameOf(one) === undefined && typeOf(one) !== 'STAR');
  if (one) yield [one, { problem: 'a column has no name, which each engine makes up', mend: 'name it: … AS n' }];
}

function* ofDistinct(orders: readonly unknown[], select: readonly unknown[]) {
  const other = orders.find((one) => constantOf(one) === undefined && !select.includes(meant(one, select)));
  if (other !== undefined)
    yield [other, { problem: 'DISTINCT is ordered by what it does not select', mend: 'order by its columns' }] as const;
}

const usingOf = reader('using_columns', z.object({ using_columns: z.array(z.string()) }));

/** Of the columns of a USING, Trino knows the common one alone. */
function* ofUsing(using: readonly string[], select: Select) {
  if (using.length === 0) return;
  const mend = 'write it without its table, or ON a.x = b.x';
  for (const names of columnsIn([select.select_list, select.where_clause, select.group_expressions, select.modifiers]))
    if (names.length > 1 && using.includes(names.at(-1) ?? ''))
      yield [select, { problem: `Trino does not know ${names.join('.')} after USING`, mend }] as const;
  const star = select.select_list.find((one) => typeOf(one) === 'STAR');
  if (star) yield [star, { problem: '* after USING has another order in Trino', mend: 'name the columns' }] as const;
}

function* usingIn(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null || selectOf(node)) return;
  yield* usingOf(node)?.using_columns ?? [];
  for (const below of Object.values(node)) yield* usingIn(below);
}

function* columnsIn(node: unknown, outside?: RegExp): Generator<readonly string[]> {
  if (typeof node !== 'object' || node === null || outside?.test(callOf(node)?.function_name ?? '')) return;
  const names = columnOf(node);
  if (names) yield names;
  for (const [key, below] of Object.entries(node)) if (key !== 'subquery') yield* columnsIn(below, outside);
}
