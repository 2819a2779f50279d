import { z } from 'zod';
import { callOf, intervals, ofCall } from './calls.ts';
import { ofNames, ofUnnamed } from './names.ts';
import { ofOperands } from './operands.ts';
import { placeIn } from './places.ts';
import type { Found, Said } from './problem.ts';
import { reader } from './reader.ts';
import { constantOf, selectOf, typeOf } from './select.ts';
import { keys, nodes, settings } from './shapes.ts';
import { mends } from './words.ts';

/** What stands around a node. */
interface Around {
  readonly at: number;
  /** Whether it is rounded. */
  readonly rounded: boolean;
  /** Whether its columns are those of a query of its own. */
  readonly named: boolean;
}

/** What the query as it is written says that not both know, or not alike. */
export function* treeProblems(
  tree: unknown,
  around: Around = { at: 0, rounded: false, named: true },
): Generator<Found> {
  if (typeof tree !== 'object' || tree === null) return;
  const at = placeIn(tree) ?? around.at;
  for (const [node, said] of problemsOf(tree, around)) yield { at: placeIn(node) ?? at, ...said };
  const call = callOf(tree);
  if (intervals.test(call?.function_name ?? '')) return;
  const rounded = around.rounded || call?.function_name === 'round';
  for (const [key, below] of Object.entries(tree))
    yield* treeProblems(below, { at, rounded, named: isNamed(key, tree, around) });
}

/** Those of a subquery in an expression need no name, nor those of a query that adds rows to another. */
const isNamed = (key: string, tree: object, { named }: Around) =>
  key === 'subquery' ? !('class' in tree) : key === 'right' ? false : named;

function* problemsOf(tree: object, { rounded, named }: Around): Generator<readonly [unknown, NonNullable<Said>]> {
  const select = selectOf(tree);
  if (select) yield* ofNames(select);
  if (select && named) yield* ofUnnamed(select);
  const call = callOf(tree);
  const said = ofNode(tree) ?? (call ? ofCall(call, rounded) : undefined) ?? ofOperands(tree) ?? ofConstant(tree);
  if (said) yield [tree, said];
}

const unknown = (what: string): Said => ({
  problem: `${what} is not known to both`,
  mend: mends[what.toLowerCase()] ?? 'do without it',
});

function ofNode(tree: object): Said {
  const type = typeOf(tree);
  if (/^[A-Z_]+$/.test(type) && !nodes.has(type)) return unknown(type.toLowerCase().replaceAll('_', ' '));
  if (Array.isArray(tree)) return undefined;
  for (const [key, value] of Object.entries(tree)) {
    if (!keys.has(key)) return unknown(partOf(key));
    const known = settings[key];
    if (key === 'limit' && constantOf(value) === undefined) return unknown('LIMIT of an expression');
    if (known && !known.test(String(value))) return unknown(`${partOf(key)} ${String(value).replaceAll('_', ' ')}`);
  }
  return undefined;
}

const partOf = (key: string) =>
  key
    .replace(/_(list|columns|expr|type|targets)$/, '')
    .replaceAll('_', ' ')
    .toUpperCase();

const castOf = reader(
  'cast_type',
  z.object({
    type: z.literal('OPERATOR_CAST'),
    child: z.unknown(),
    cast_type: z.object({ id: z.string() }),
  }),
);
const forms: Readonly<Record<string, RegExp>> = {
  DATE: /^\d{4}-\d\d-\d\d$/,
  TIMESTAMP: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/,
};
const constants = /^(INTEGER|BIGINT|DECIMAL|DOUBLE|VARCHAR|BOOLEAN|NULL)$/;

function ofConstant(tree: object): Said {
  const value = constantOf(tree);
  if (value && !constants.test(value.type.id))
    return { problem: `a constant of ${value.type.id} is not known to both`, mend: 'write a smaller one' };
  const cast = castOf(tree);
  const form = forms[cast?.cast_type.id ?? ''];
  const text = constantOf(cast?.child)?.value;
  if (!form || typeof text !== 'string' || form.test(text)) return undefined;
  return {
    problem: `'${text}' is not read alike`,
    mend: `write DATE '2024-02-29', or TIMESTAMP '2024-02-29 18:00:00'`,
  };
}
