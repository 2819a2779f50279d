import { type Bound, bound, digitsOf, isLiteral, isWritten, type Places, typeIn } from './bound.ts';
import { intervals } from './calls.ts';
import { ofUnasked, ofWritten } from './casts.ts';
import type { Found, Said } from './problem.ts';
import { typeOf } from './select.ts';
import { ofTyped } from './typed.ts';

const operators =
  /^LOGICAL_(GET|CHUNK_GET|EXPRESSION_GET|DUMMY_SCAN|EMPTY_RESULT|CTE_REF|MATERIALIZED_CTE|PROJECTION|FILTER|CROSS_PRODUCT|COMPARISON_JOIN|ANY_JOIN|AGGREGATE_AND_GROUP_BY|WINDOW|DISTINCT|ORDER_BY|TOP_N|LIMIT|UNION|EXCEPT|INTERSECT|DELIM_(GET|JOIN)|DEPENDENT_JOIN)$/;

/** What the types of the bound query give otherwise in Trino. */
export function* planProblems(node: unknown, places: Places, above?: Bound): Generator<Found> {
  if (typeof node !== 'object' || node === null) return;
  const operator = typeOf(node);
  if (operator.startsWith('LOGICAL_')) yield* ofOperator(operator, places);
  const expression = bound(node);
  // What the engine makes of INTERVAL '6' DAY.
  if (intervals.test(expression?.name ?? '')) return;
  const said = expression && (ofCast(expression, places) ?? ofTyped(expression, places, above));
  if (said) yield { at: placeOf(expression, places) ?? above?.query_location, ...said };
  for (const [key, below] of Object.entries(node))
    if (!/^(start|end)_expr$/.test(key)) yield* planProblems(below, places, expression ?? above);
}

function* ofOperator(type: string, { call }: Places): Generator<Found> {
  if (/_(DELIM|DEPENDENT)_JOIN$/.test(type)) {
    const problem = 'a subquery that reads a row of the query around it is not the same in both';
    yield { at: call('SUBQUERY', undefined), problem, mend: 'write a JOIN with a WITH, or x IN (SELECT …)' };
  } else if (!operators.test(type))
    yield { at: undefined, problem: `${type.toLowerCase()} is not known to both`, mend: 'do without it' };
}

/** An aggregate has no place in the plan. */
const placeOf = ({ query_location, name = '', children }: Bound, places: Places) =>
  query_location ?? places.call(name, bound(children[0])?.alias);

function ofCast(one: Bound, places: Places): Said {
  const from = bound(one.child);
  const type = typeIn(one.child)?.id;
  if (one.expression_class !== 'BOUND_CAST' || one.return_type === undefined || type === undefined) return undefined;
  const { id: to, type_info } = one.return_type;
  const cast = {
    from: type,
    to,
    of: from?.name,
    digits: digitsOf(from),
    scale: type_info?.scale,
    width: type_info?.width,
    fromScale: typeIn(one.child)?.type_info?.scale,
    fromWidth: typeIn(one.child)?.type_info?.width,
  };
  if (!isWritten(one, places)) return ofUnasked(cast);
  return type === 'VARCHAR' && isLiteral(one, to) ? undefined : ofWritten(cast);
}
