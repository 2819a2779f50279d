import { z } from 'zod';
import { sqlType } from '../../contract/contract.ts';
import { nameOf } from '../../contract/names.ts';
import { checkedRows } from '../../contract/rows.ts';
import { TributaryError } from '../../core/errors.ts';
import { identifier } from '../../core/quote.ts';
import { told } from '../../core/told.ts';
import { readQuery } from '../../core/varying.ts';
import type { Engine } from '../../core/world.ts';
import type { Source } from '../../definition/define-source.ts';

interface Node {
  readonly name: string;
  readonly children: readonly Node[];
}
const node: z.ZodType<Node> = z.object({ name: z.string(), children: z.array(z.lazy(() => node)) });
const explained = z.array(z.object({ explain_value: z.string() })).min(1);

/**
 * Throws PipelineInvalid where a query is more than projections over one scan. Only then is the n-th row written the
 * n-th row read, by which rows are told apart: joins and windows give them back in any order.
 */
export async function onlyProjects(sql: string, engine: Engine): Promise<void> {
  const [plan] = explained.parse(await engine.rows(`EXPLAIN (FORMAT json) ${sql}`));
  const [root] = z.array(node).parse(JSON.parse(plan?.explain_value ?? '[]'));
  let step = root;
  while (step?.name.trim() === 'PROJECTION' && step.children.length === 1) step = step.children[0];
  if (step && step.children.length === 0) return;
  throw new TributaryError(
    'PipelineInvalid',
    `A rule in pipeline/ looks further than its own row (${step?.name.trim() ?? 'no plan'}): write it without subqueries, windows and aggregates.`,
  );
}

/** Throws PipelineInvalid for a rule that is no predicate over the columns, or a pattern that the engine cannot take. */
export async function checkRules({ name, contract }: Source, engine: Engine): Promise<void> {
  const row = contract.columns.map(({ name, type }) => `NULL::${sqlType(type)} AS ${identifier(name)}`).join(', ');
  for (const rule of contract.rules) {
    const problem = `The rule "${rule.name}" of ${name} is no SQL predicate over its columns`;
    // In a WHERE, where nothing may speak of more rows than one.
    const sql = `SELECT typeof((${rule.predicate}\n)) AS type FROM (SELECT ${row}) WHERE (${rule.predicate}\n) IS NULL OR true`;
    const [found] = typed.parse(await valid(sql, problem, engine));
    const [changing] = (await readQuery(sql, engine)).varying;
    if (changing)
      throw new TributaryError('PipelineInvalid', `${problem}: ${changing} gives another result each time.`);
    if (found?.type !== 'BOOLEAN') throw new TributaryError('PipelineInvalid', `${problem}, but ${found?.type}.`);
  }
  const texts = contract.columns.map((_, at) => `NULL::VARCHAR AS ${nameOf.given(at)}`).join(', ');
  const rows = checkedRows(contract, { from: `SELECT ${texts}`, raw: 'NULL' });
  await valid(`EXPLAIN ${rows}`, `The contract of ${name} is more than the engine can check`, engine);
}

const typed = z.array(z.object({ type: z.string() }));

async function valid(sql: string, problem: string, engine: Engine): Promise<unknown> {
  try {
    return await engine.rows(sql);
  } catch (error) {
    throw new TributaryError('PipelineInvalid', `${problem}: ${told(error, false)}`, { cause: error });
  }
}
