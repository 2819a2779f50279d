import { callOf } from './calls.ts';
import type { Said } from './problem.ts';
import { columnOf, constantOf, typeOf } from './select.ts';

const predicates = /^(COMPARE_\w+|OPERATOR_IS_(NOT_)?NULL|OPERATOR_NOT|CONJUNCTION_\w+)$/;
const isPredicate = (node: unknown) =>
  predicates.test(typeOf(node)) || /^(!?~~|(not_)?like_escape)$/.test(callOf(node)?.function_name ?? '');

/** What is compared with what, where the two do not read it alike. */
export function ofOperands(node: object): Said {
  const type = typeOf(node);
  const operands = Object.entries(node).flatMap(([key, one]: [string, unknown]) =>
    /^(left|right|input|lower|upper|children)$/.test(key) ? one : [],
  );
  if (/^(COMPARE_|OPERATOR_IS_)/.test(type) && operands.some(isPredicate))
    return { problem: 'a comparison of a comparison is not read alike', mend: 'name the inner one in a WITH' };
  if (/^COMPARE_(NOT_)?IN$/.test(type) && !operands.slice(1).every(isGiven))
    return {
      problem: 'IN of what is computed went wrong in Trino',
      mend: 'write x = a OR x = b, or columns of a WITH',
    };
  if (type === 'CONJUNCTION_OR' && operands.some((one) => typeOf(one) === 'COMPARE_EQUAL' && holdsCase(one)))
    return { problem: 'x = CASE … in an OR went wrong in Trino', mend: 'write CASE WHEN … THEN x = … END' };
  return undefined;
}

/** A number below zero is a call. */
function isGiven(node: unknown): boolean {
  if (constantOf(node) || columnOf(node)) return true;
  if (typeof node !== 'object' || node === null) return false;
  if ('child' in node) return isGiven(node.child);
  return callOf(node)?.function_name === '-' && (callOf(node)?.children ?? []).every(isGiven);
}

function holdsCase(node: unknown): boolean {
  if (typeof node !== 'object' || node === null || typeOf(node) === 'SUBQUERY') return false;
  if (typeOf(node) === 'CASE_EXPR' || callOf(node)?.function_name === 'nullif') return true;
  return Object.values(node).some(holdsCase);
}
