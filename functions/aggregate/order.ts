import { z } from 'zod';
import { literal } from '../core/quote.ts';
import { readQuery } from '../core/varying.ts';
import type { Engine } from '../core/world.ts';

/** Whatever the order in which these meet the rows, they give the same ones. */
const operators = new Set(
  'GET CHUNK_GET EXPRESSION_GET DUMMY_SCAN EMPTY_RESULT DELIM_GET CTE_REF MATERIALIZED_CTE PROJECTION FILTER CROSS_PRODUCT COMPARISON_JOIN ANY_JOIN DELIM_JOIN DEPENDENT_JOIN AGGREGATE_AND_GROUP_BY ORDER_BY UNION'
    .split(' ')
    .map((name) => `LOGICAL_${name}`),
);
/** Doubles add up to other sums in another order, and of two that are equal (0 and -0) any may be the one that is kept. */
const aggregates: Readonly<Record<string, RegExp>> = {
  count_star: /./,
  count: /./,
  count_if: /./,
  bool_and: /./,
  bool_or: /./,
  sum: /^((U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)|DECIMAL|BOOLEAN)$/,
  avg: /^((TINY|SMALL|BIG|HUGE)INT|INTEGER|DECIMAL)$/,
  min: /^(?!FLOAT|DOUBLE|STRUCT|LIST|MAP)/,
  max: /^(?!FLOAT|DOUBLE|STRUCT|LIST|MAP)/,
};

const type = z.object({ id: z.string() });
const aggregateSchema = z.object({
  expression_class: z.literal('BOUND_AGGREGATE'),
  name: z.string(),
  arguments: z.array(type).default([]),
});
const operatorSchema = z.object({
  type: z.string().startsWith('LOGICAL_'),
  groups: z.array(z.object({ return_type: type })).default([]),
});
const serialized = z.tuple([z.object({ json: z.string() })]);
const planned = z.object({ plans: z.array(z.unknown()).min(1) });

/**
 * A query that is bound to give the same rows in the same order over any number of threads: rows that tie in its own
 * order stand in that of their columns. Undefined where that cannot be told from its plan.
 */
export async function ofAnyOrder(sql: string, columns: number, engine: Engine): Promise<string | undefined> {
  const places = Array.from({ length: columns }, (_, at) => at + 1);
  const ordered = `${sql.replace(/;\s*$/, '')}\n, ${places.join(', ')}`;
  const { tree } = await readQuery(ordered, engine);
  if (z.object({ error: z.literal(true) }).safeParse(tree).success) return undefined;
  const query = `SELECT json_serialize_plan(${literal(ordered)}, skip_null := true, skip_empty := true) AS json`;
  const [{ json }] = serialized.parse(await engine.rows(query));
  return planned.safeParse(JSON.parse(json)).data?.plans.every(isFree) ? ordered : undefined;
}

function isFree(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return true;
  const { data: operator } = operatorSchema.safeParse(node);
  if (operator && !isFreeOperator(operator)) return false;
  const { data: aggregate } = aggregateSchema.safeParse(node);
  if (aggregate && !isFreeAggregate(aggregate)) return false;
  return Object.values(node).every(isFree);
}

const isFreeOperator = ({ type, groups }: z.infer<typeof operatorSchema>) =>
  operators.has(type) && groups.every(({ return_type: { id } }) => !/^(FLOAT|DOUBLE)$/.test(id));

const isFreeAggregate = ({ name, arguments: [of] }: z.infer<typeof aggregateSchema>) =>
  aggregates[name]?.test(of?.id ?? 'ANY') ?? false;
