import type { Found } from './problem.ts';
import { insideOf, type Token } from './tokens.ts';

const comment = /\/\*[\s\S]*?\*\//g;
/** The types that a CAST may name. */
export const types = /^(bigint|integer|double|varchar|boolean|date|timestamp|decimal)$/;

/** Trino ends a comment at the first end. */
export function* commentProblems(sql: string): Generator<Found> {
  for (const { 0: text, index } of sql.matchAll(comment))
    if (text.slice(2).includes('/*'))
      yield {
        at: Buffer.byteLength(sql.slice(0, index)),
        problem: 'a comment in a comment ends elsewhere',
        mend: 'write one',
      };
}

/** Types have other names in DuckDB too, and a DECIMAL of no size another size. */
export function* castProblem(tokens: readonly Token[], from: number): Generator<Found> {
  let depth = 0;
  for (let index = from + 1; index < tokens.length; index++) {
    const { text = '', at = 0 } = tokens[index] ?? {};
    if (text === '(') depth++;
    if (text === ')') depth--;
    if (depth === 0) return;
    if (depth > 1 || !/^as$/i.test(text)) continue;
    const type = tokens[index + 1]?.text.toLowerCase() ?? '';
    const sized = tokens[index + 2]?.text === '(' && tokens[index + 4]?.text === ',';
    if (!types.test(type) || (type === 'decimal') !== sized)
      yield {
        at,
        problem: `${type.toUpperCase()} is no type that is the same to both`,
        mend: 'CAST to BIGINT, INTEGER, DOUBLE, DECIMAL(p, s), VARCHAR, BOOLEAN, DATE or TIMESTAMP',
      };
    return;
  }
}

/** Trino takes columns alone in a ROLLUP. */
export function* groupingProblems(tokens: readonly Token[]): Generator<Found> {
  for (const [from, { text, at }] of tokens.entries()) {
    if (!/^(rollup|cube|sets)$/i.test(text) || tokens[from + 1]?.text !== '(') continue;
    const inside = insideOf(tokens, from + 1);
    const computed = inside.some(
      (one, index) => !/^["\p{L}_.,()]/u.test(one) || (inside[index + 1] === '(' && /^\w/.test(one)),
    );
    if (computed)
      yield { at, problem: `${text.toUpperCase()} takes columns alone in Trino`, mend: 'compute them in a WITH' };
  }
}
