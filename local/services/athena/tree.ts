import { z } from 'zod';
import { literal } from '../../../functions/core/quote.ts';
import type { Engine } from '../../../functions/core/world.ts';
import { QueryFailed } from './engine.ts';

/** A part of a query, as DuckDB's parser tells it. */
const part = z.looseObject({ type: z.string() });
export type Part = z.infer<typeof part>;

const answer = z.union([
  z.object({ error: z.literal(true), error_message: z.string() }),
  z.object({ error: z.literal(false), statements: z.array(z.object({ node: part })) }),
]);

/** What the query is made of. Throws QueryFailed where it is not one SELECT. */
export async function treeOf(sql: string, engine: Engine): Promise<Part> {
  const [row] = await engine.rows(`SELECT json_serialize_sql(${literal(sql)}) AS tree`);
  const told = answer.parse(JSON.parse(z.object({ tree: z.string() }).parse(row).tree));
  if (told.error) throw new QueryFailed(`SYNTAX_ERROR: ${told.error_message}`);
  const [statement, ...more] = told.statements;
  if (!statement || more.length > 0) throw new QueryFailed('Only one sql statement is allowed.');
  return statement.node;
}

/** All parts of a part, and itself. */
export function* partsOf(value: unknown): Generator<Part> {
  if (typeof value !== 'object' || value === null) return;
  const found = part.safeParse(value);
  if (found.success) yield found.data;
  for (const inner of Object.values(value)) yield* partsOf(inner);
}
