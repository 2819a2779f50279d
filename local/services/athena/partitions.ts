import { z } from 'zod';
import { constraintViolation, QueryFailed } from './engine.ts';
import type { Table } from './table.ts';
import { type Part, partsOf } from './tree.ts';

/** A table and the run whose rows a query reads of it. */
export interface Partition {
  readonly table: Table;
  readonly run: string;
}

const selectNode = z.object({ type: z.literal('SELECT_NODE'), from_table: z.unknown(), where_clause: z.unknown() });
const join = z.object({ type: z.literal('JOIN'), left: z.unknown(), right: z.unknown() });
const base = z.object({
  type: z.literal('BASE_TABLE'),
  alias: z.string(),
  schema_name: z.string(),
  table_name: z.string(),
});
const and = z.object({ type: z.literal('CONJUNCTION_AND'), children: z.array(z.unknown()) });
const equal = z.object({ type: z.literal('COMPARE_EQUAL'), left: z.unknown(), right: z.unknown() });
const columnRef = z.object({ type: z.literal('COLUMN_REF'), column_names: z.array(z.string()) });
const text = z.object({ type: z.literal('VALUE_CONSTANT'), value: z.object({ value: z.string() }) });

/** What the query reads. Throws QueryFailed in Athena's words where it does not say of which run. */
export function partitionsOf(tree: Part, database: string, tables: readonly Table[]): Partition[] {
  return [...partsOf(tree)].flatMap((one) => {
    const select = selectNode.safeParse(one).data;
    if (!select) return [];
    const equalities = [...equalitiesOf(select.where_clause)];
    return [...basesOf(select.from_table)].flatMap((named) => {
      const table = tables.find((known) => isNamed(known, named, database));
      return table ? runsOf(named, equalities).map((run) => ({ table, run })) : [];
    });
  });
}

const isNamed = (table: Table, { schema_name, table_name }: z.infer<typeof base>, database: string) =>
  table.name === table_name.toLowerCase() && table.database === (schema_name || database).toLowerCase();

function runsOf({ alias, table_name }: z.infer<typeof base>, equalities: readonly Equality[]) {
  const name = (alias || table_name).toLowerCase();
  const runs = equalities.filter(({ of }) => of === undefined || of === name).map(({ run }) => run);
  if (runs.length > 0) return [...new Set(runs)];
  throw new QueryFailed(constraintViolation);
}

/** The tables of a FROM, without those of the queries in it. */
function* basesOf(from: unknown): Generator<z.infer<typeof base>> {
  const table = base.safeParse(from).data;
  if (table) yield table;
  const both = join.safeParse(from).data;
  if (both) yield* [...basesOf(both.left), ...basesOf(both.right)];
}

interface Equality {
  /** The table's name in the query, where it is said. */
  readonly of: string | undefined;
  readonly run: string;
}

/** What a condition demands of `run`, in all of its rows. */
function* equalitiesOf(condition: unknown): Generator<Equality> {
  for (const inner of and.safeParse(condition).data?.children ?? []) yield* equalitiesOf(inner);
  const { left, right } = equal.safeParse(condition).data ?? {};
  for (const [one, other] of [
    [left, right],
    [right, left],
  ]) {
    const names = columnRef.safeParse(one).data?.column_names.map((name) => name.toLowerCase()) ?? [];
    const run = text.safeParse(other).data?.value.value;
    if (names.at(-1) === 'run' && run !== undefined) yield { of: names.at(-2), run };
  }
}
