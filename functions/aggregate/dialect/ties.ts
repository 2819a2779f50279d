import { z } from 'zod';
import type { Said } from './problem.ts';
import { reader } from './reader.ts';
import { canonical, isNumber, ordersOf, type Select, selectOf, typeOf } from './select.ts';
import { type KeysOf, rowKeys, withQueries } from './unique.ts';

const windowSchema = z.looseObject({
  type: z.string().startsWith('WINDOW_'),
  partitions: z.array(z.unknown()).default([]),
  orders: z.array(z.object({ expression: z.unknown() })).default([]),
  start: z.string().default(''),
  end: z.string().default(''),
});
type Window = z.infer<typeof windowSchema>;
const windowOf = reader('type', windowSchema);
/** Of rows that tie, these take any first. */
const ordering = /^WINDOW_(ROW_NUMBER|NTILE|LAG|LEAD|FIRST_VALUE|LAST_VALUE|NTH_VALUE)$/;

type Tied = readonly [node: unknown, said: NonNullable<Said>];

/** What takes any of the rows that tie, where the query does not tell all rows apart. */
export function* ties(node: unknown, relations: KeysOf): Generator<Tied> {
  if (typeof node !== 'object' || node === null) return;
  const known = withQueries(node, relations);
  const select = selectOf(node);
  if (select) yield* ofSelect(select, known);
  for (const below of Object.values(node)) yield* ties(below, known);
}

function* ofSelect(select: Select, relations: KeysOf): Generator<Tied> {
  const keys = rowKeys(select, relations).map((key) => [...key]);
  const total = (by: readonly unknown[]) => {
    if (by.some(isNumber)) return true;
    const covered = new Set(by.map((one) => canonical(one, select)));
    return keys.some((key) => key.every((one) => covered.has(one)));
  };
  const limit = select.modifiers.find(({ type }) => type === 'LIMIT_MODIFIER');
  const distinct = select.modifiers.some(({ type }) => type === 'DISTINCT_MODIFIER');
  const orders = ordersOf(select);
  const told = distinct ? select.select_list.every((one) => orders.includes(one)) : total(orders);
  if (limit && !told) yield [limit, tied('LIMIT')];
  for (const window of windowsIn([select.select_list, select.modifiers])) {
    const what = wordOf(window);
    if (what && !total([...window.partitions, ...window.orders.map(({ expression }) => expression)]))
      yield [window, tied(what)];
  }
}

function wordOf({ type, start, end }: Window): string | undefined {
  if (ordering.test(type)) return type.slice('WINDOW_'.length).toLowerCase();
  return /_ROWS/.test(`${start} ${end}`) ? 'a frame of ROWS' : undefined;
}

const tied = (what: string) => ({
  problem: `${what} takes any of the rows that tie, and its order is not known to tell all rows apart`,
  mend: 'order by the key too (of the source, or all of a GROUP BY in a WITH), or take rank(), and RANGE for ROWS',
});

function* windowsIn(node: unknown): Generator<Window> {
  if (typeof node !== 'object' || node === null || selectOf(node)) return;
  const data = typeOf(node).startsWith('WINDOW_') ? windowOf(node) : undefined;
  if (data) yield data;
  for (const below of Object.values(node)) yield* windowsIn(below);
}
