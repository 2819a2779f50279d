import type { Machine, MapState } from '../definition.ts';
import { runtimeError } from '../failure.ts';
import type { Flow } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { entriesOf, type Item } from '../map-run/dataset.ts';
import { isDistributed } from '../walk.ts';

/** What a Map does with its items. */
export interface Mapping {
  readonly flow: Flow;
  readonly processor: Machine;
  /** So many items at once; as many as there are where it is 0 or nothing. */
  readonly most: number | undefined;
  /** Whether it goes on with what an execution before has done of it. */
  readonly resumed: boolean;
}

/** What the context object tells of an item: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export const itemContext = ({ value, key, source }: Item, index: number): JsonObject => ({
  Map: { Item: { Index: index, ...(key !== undefined && { Key: key }), Value: value, Source: source } },
});

/** What an iteration begins with. */
export async function itemInput(state: MapState, item: Item, index: number, flow: Flow): Promise<Json> {
  const selector = state.ItemSelector ?? (flow.language === 'JSONPath' ? state.Parameters : undefined);
  if (selector === undefined) return item.key === undefined ? item.value : { Key: item.key, Value: item.value };
  return flow.filled(selector, 'ItemSelector', itemContext(item, index));
}

/**
 * What a Map goes through: a list, or an object where it is distributed; throws where it is neither.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemspath.html
 */
export function listOf(items: Json, state: MapState): Item[] {
  const found = Array.isArray(items) || isDistributed(state) ? entriesOf(items, 'STATE_DATA') : undefined;
  if (found === undefined) throw runtimeError(`Reference path "${state.ItemsPath ?? '$'}" must point to array.`);
  return found;
}
