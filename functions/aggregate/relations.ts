import { z } from 'zod';

/** What `json_serialize_sql` says of a table in a FROM, and of the queries that a WITH names before it. */
const table = z.object({ type: z.literal('BASE_TABLE'), table_name: z.string() });
const withQueries = z.object({
  cte_map: z.object({ map: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
});
/** A query that selects from itself, under that name. */
const recursive = z.object({ type: z.literal('RECURSIVE_CTE_NODE'), cte_name: z.string() });

/** The relations that a query selects from, by the tree of it, in the order of their names; what a WITH names is none. */
export const relationsIn = (tree: unknown): string[] => [...new Set(found(tree, new Set()))].sort();

function found(node: unknown, named: ReadonlySet<string>): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = table.safeParse(node).data?.table_name.toLowerCase();
  const { before, all } = namedBy(node, named);
  const below = Object.entries(node).flatMap(([key, value]) => (key === 'cte_map' ? [] : found(value, all)));
  return [...(own !== undefined && !named.has(own) ? [own] : []), ...before, ...below];
}

/** What the queries of a WITH select from, and all names that stand for such a query behind it. */
function namedBy(node: object, named: ReadonlySet<string>): { before: string[]; all: ReadonlySet<string> } {
  const all = new Set(named);
  const own = recursive.safeParse(node).data?.cte_name;
  if (own !== undefined) all.add(own.toLowerCase());
  const before = (withQueries.safeParse(node).data?.cte_map.map ?? []).flatMap(({ key, value }) => {
    const relations = found(value, all);
    all.add(key.toLowerCase());
    return relations;
  });
  return { before, all };
}
