import { z } from 'zod';
import type { Places } from './bound.ts';
import { callOf } from './calls.ts';
import { reader } from './reader.ts';
import { columnOf, meant, selectOf } from './select.ts';

const castOf = reader('cast_type', z.looseObject({ type: z.literal('OPERATOR_CAST'), query_location: z.number() }));

const isSubquery = (node: object) => 'class' in node && node.class === 'SUBQUERY';

/** Where the query says what its plan says again. */
export function placesIn(tree: unknown): Places {
  const casts = new Set<number>();
  const calls: { readonly name: string; readonly of: string | undefined; readonly at: number | undefined }[] = [];
  visit(tree, (node) => {
    const cast = castOf(node);
    if (cast) casts.add(cast.query_location);
    for (const place of groupedCasts(node)) casts.add(place);
    const call = callOf(node);
    if (isSubquery(node)) calls.push({ name: 'SUBQUERY', of: undefined, at: placeIn(node) });
    if (call) calls.push({ name: call.function_name, of: columnOf(call.children[0])?.at(-1), at: placeIn(node) });
  });
  const call = (name: string, of: string | undefined) =>
    calls.find((one) => one.name === name && one.of === of)?.at ?? calls.find((one) => one.name === name)?.at;
  return { casts, call };
}

/** A GROUP BY 1 gives its own place to the cast that it means. */
function groupedCasts(node: object): number[] {
  const { group_expressions: groups = [], select_list: list = [] } = selectOf(node) ?? {};
  return groups.flatMap((group) => (castOf(meant(group, list)) ? (placed(group)?.query_location ?? []) : []));
}

const naming = new Set(['alias', 'table_name', 'key', 'relation_name']);

/** Every name that the tree has, in small letters. */
export function namesIn(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  visit(tree, (node) => {
    for (const [key, value] of Object.entries(node)) {
      if (naming.has(key)) names.add(String(value).toLowerCase());
      if (/^column_(names|name_alias|aliases)$|^aliases$/.test(key))
        for (const one of [value].flat()) names.add(String(one).toLowerCase());
    }
  });
  return names;
}

function visit(node: unknown, see: (node: object) => void): void {
  if (typeof node !== 'object' || node === null) return;
  see(node);
  for (const below of Object.values(node)) visit(below, see);
}

const placed = reader('query_location', z.object({ query_location: z.number() }));

/** A node without a place of its own begins where the first below it does. */
export function placeIn(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const own = placed(node)?.query_location;
  if (own !== undefined) return own;
  for (const below of Object.values(node)) {
    const place = placeIn(below);
    if (place !== undefined) return place;
  }
  return undefined;
}
