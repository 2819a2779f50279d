import { z } from 'zod';
import { relationsIn } from '../relations.ts';
import type { Found } from './problem.ts';
import { queriesOf } from './select.ts';
import { tokensOf } from './tokens.ts';

const outermost = z.object({ statements: z.tuple([z.object({ node: z.unknown() })]) });

/** Athena gets what a query selects from as parts of its outermost WITH, which may have a name once. */
export function* partProblems(sql: string, tree: unknown): Generator<Found> {
  const [statement] = outermost.safeParse(tree).data?.statements ?? [];
  const parts = queriesOf(statement?.node).map(({ key }) => key.toLowerCase());
  for (const name of relationsIn(tree))
    if (parts.includes(name))
      yield {
        at: placeOf(name, sql),
        problem: `its WITH calls a part ${name}, as what it selects from`,
        mend: 'name the part otherwise',
      };
}

/** Where a WITH names that part. */
function placeOf(name: string, sql: string): number | undefined {
  const tokens = tokensOf(sql);
  const near = (index: number) => tokens[index]?.text.toLowerCase() ?? '';
  return tokens.find(
    ({ text }, index) =>
      text.replaceAll('"', '').toLowerCase() === name &&
      /^(with|,)$/.test(near(index - 1)) &&
      (near(index + 1) === '(' || (near(index + 1) === 'as' && near(index + 2) === '(')),
  )?.at;
}
