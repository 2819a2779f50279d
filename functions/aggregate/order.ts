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
 * The query with its rows in one order alone: those that tie in its own stand in that of their columns. Undefined where
 * nothing can follow its end.
 */
export async function inOneOrder(sql: string, columns: number, engine: Engine): Promise<string | undefined> {
  const places = Array.from({ length: columns }, (_, at) => at + 1);
  const ordered = `${withoutEnd(sql)}\n, ${places.join(', ')}`;
  const { tree } = await readQuery(ordered, engine);
  return z.object({ error: z.literal(true) }).safeParse(tree).success ? undefined : ordered;
}

/** Whether a query is bound to give the same rows over any number of threads, as can be told from its plan. */
export async function isOfAnyOrder(sql: string, engine: Engine): Promise<boolean> {
  const query = `SELECT json_serialize_plan(${literal(sql)}, skip_null := true, skip_empty := true) AS json`;
  const [{ json }] = serialized.parse(await engine.rows(query));
  return planned.safeParse(JSON.parse(json)).data?.plans.every(isFree) ?? false;
}

const parts = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\s+|./gsu;

/** Without the semicolon that ends it, and the comments around that. */
function withoutEnd(sql: string): string {
  const all = [...sql.matchAll(parts)].map(([part]) => part);
  const last = all.findLastIndex((part) => !/^(--|\/\*|\s|;)/.test(part));
  return all.slice(0, last + 1).join('');
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
