import { z } from 'zod';
import { reader } from './reader.ts';

const any = z.unknown();
const modifierSchema = z.looseObject({
  type: z.string(),
  orders: z.array(z.object({ expression: any })).default([]),
});
const selectSchema = z.looseObject({
  type: z.literal('SELECT_NODE'),
  select_list: z.array(any),
  from_table: any.optional(),
  group_expressions: z.array(any).default([]),
  group_sets: z.array(z.array(z.number())).default([]),
  modifiers: z.array(modifierSchema).default([]),
});

/** A SELECT of the tree, without what is set about it. */
export type Select = z.infer<typeof selectSchema>;
export const selectOf = reader('select_list', selectSchema);

const readColumn = reader(
  'column_names',
  z.object({ type: z.literal('COLUMN_REF'), column_names: z.array(z.string()).min(1) }),
);
const readAlias = reader('alias', z.object({ alias: z.string() }));
const readConstant = reader(
  'value',
  z.object({
    type: z.literal('VALUE_CONSTANT'),
    value: z.looseObject({ type: z.looseObject({ id: z.string() }), is_null: z.boolean(), value: any.optional() }),
  }),
);
const readWith = reader(
  'cte_map',
  z.object({
    cte_map: z.object({ map: z.array(z.object({ key: z.string(), value: any })) }),
  }),
);

/** The parts of a column's name, where it is one. */
export const columnOf = (node: unknown): readonly string[] | undefined => readColumn(node)?.column_names;
export const constantOf = (node: unknown) => readConstant(node)?.value;
/** The queries that a WITH names, in their order. */
export const queriesOf = (node: unknown) => readWith(node)?.cte_map.map ?? [];
export const typeOf = (node: unknown): string => {
  const known = typeof node === 'object' && node !== null && 'type' in node ? node.type : '';
  return typeof known === 'string' ? known : '';
};

/** What a column of the result is called, if anything. */
export const nameOf = (expression: unknown): string | undefined =>
  readAlias(expression)?.alias ?? columnOf(expression)?.at(-1);

/** What the query is ordered by: an expression of its SELECT where a place or a name stands for one. */
export const ordersOf = ({ modifiers, select_list }: Select): unknown[] =>
  modifiers.flatMap(({ orders }) => orders.map(({ expression }) => meant(expression, select_list)));

/** What a GROUP BY or an ORDER BY means by a place or a name. */
export function meant(expression: unknown, select: readonly unknown[]): unknown {
  const place = constantOf(expression)?.value;
  if (typeof place === 'number') return select[place - 1];
  const names = columnOf(expression);
  return names?.length === 1 ? (select.find((one) => nameOf(one) === names[0]) ?? expression) : expression;
}

/** An expression without its places and its name; a column of one relation alone, without that one's name. */
export function canonical(expression: unknown, { from_table }: Select): string {
  const joined = typeOf(from_table) === 'JOIN';
  const bare = (key: string, value: unknown): unknown => {
    if (/^(query_location|alias)$/.test(key)) return undefined;
    const names = columnOf(value);
    return names ? (joined ? names : names.slice(-1)).join('.').toLowerCase() : value;
  };
  return JSON.stringify(expression, bare);
}

const readNumber = reader(
  'type',
  z.object({ type: z.literal('WINDOW_ROW_NUMBER'), partitions: z.array(any).max(0).default([]) }),
);

/** Whether it numbers all rows, each with another number. */
export const isNumber = (node: unknown): boolean =>
  typeOf(node) === 'WINDOW_ROW_NUMBER' && readNumber(node) !== undefined;
