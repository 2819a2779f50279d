import { z } from 'zod';
import { readQuery } from '../core/varying.ts';
import type { Engine } from '../core/world.ts';
import { lineAt } from './dialect/problem.ts';
import { relationsIn } from './relations.ts';

const treeSchema = z.object({
  error: z.boolean(),
  error_message: z.string().optional(),
  position: z.coerce.number().optional(),
  statements: z.array(z.object({ node: z.object({ modifiers: z.array(z.object({ type: z.string() })) }) })).default([]),
});

/**
 * The relations that the SQL selects from; throws an Error that says why it is not one SELECT which names its order and
 * gives the same rows every time.
 */
export async function checkQuery(sql: string, engine: Engine): Promise<string[]> {
  const query = await readQuery(sql, engine);
  const tree = treeSchema.parse(query.tree);
  if (tree.error) {
    const where = tree.position === undefined ? '' : ` in line ${lineAt(sql, tree.position)}`;
    throw new Error(`${tree.error_message ?? 'the SQL cannot be read'}${where}`);
  }
  const [statement, ...more] = tree.statements;
  if (!statement || more.length > 0)
    throw new Error(`write one SELECT; these are ${tree.statements.length} statements`);
  if (!statement.node.modifiers.some(({ type }) => type === 'ORDER_MODIFIER')) {
    throw new Error('end the SELECT with ORDER BY, so that the same rows come in the same order');
  }
  const [changing] = query.varying;
  if (changing)
    throw new Error(`${changing} gives another result each time; the view "batch" has the days of the report`);
  return relationsIn(query.tree);
}
