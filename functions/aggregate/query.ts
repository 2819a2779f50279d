import { z } from 'zod';
import { literal } from '../core/contract/quote.ts';
import type { Engine } from '../core/world.ts';

/** What is another value at another time; with one of these, the same inputs would not give the same bytes. */
const varying =
  /^(now|today|(get_)?current_(date|time|timestamp|localtime|localtimestamp)|local(time|timestamp)|transaction_timestamp|random|(gen_random_)?uuid(v\d)?|nextval)$/i;

const treeSchema = z.object({
  error: z.boolean(),
  error_message: z.string().optional(),
  statements: z.array(z.object({ node: z.object({ modifiers: z.array(z.object({ type: z.string() })) }) })).default([]),
});

/** Throws an Error that says why the SQL is not one SELECT which names its order and gives the same rows every time. */
export async function checkQuery(sql: string, engine: Engine): Promise<void> {
  const names: string[] = [];
  const tree = treeSchema.parse(JSON.parse(await serialized(sql, engine), collect(names)));
  if (tree.error) throw new Error(tree.error_message ?? 'the SQL cannot be read');
  const [statement, ...more] = tree.statements;
  if (!statement || more.length > 0)
    throw new Error(`write one SELECT; these are ${tree.statements.length} statements`);
  if (!statement.node.modifiers.some(({ type }) => type === 'ORDER_MODIFIER')) {
    throw new Error('end the SELECT with ORDER BY, so that the same rows come in the same order');
  }
  const changing = names.find((name) => varying.test(name));
  if (changing)
    throw new Error(`${changing} gives another result each time; the view "batch" has the days of the report`);
}

async function serialized(sql: string, engine: Engine): Promise<string> {
  const rows = await engine.rows(`SELECT json_serialize_sql(${literal(sql)}) AS tree`);
  return z.tuple([z.object({ tree: z.string() })]).parse(rows)[0].tree;
}

/** Gathers the names of functions while the tree is read; DuckDB has CURRENT_DATE and its like as columns. */
const collect = (names: string[]) => (key: string, value: unknown) => {
  if (key === 'function_name') names.push(String(value));
  if (key === 'column_names' && Array.isArray(value) && value.length === 1) names.push(String(value[0]));
  return value;
};
