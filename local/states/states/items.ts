import type { Machine, MapState } from '../definition.ts';
import { runtimeError } from '../failure.ts';
import type { Flow } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';

/** What a Map does with its items. */
export interface Mapping {
  readonly flow: Flow;
  readonly processor: Machine;
  /** So many items at once; as many as there are where it is 0 or nothing. */
  readonly most: number | undefined;
  /** Whether it goes on with what an execution before has done of it. */
  readonly resumed: boolean;
}

/** What an iteration begins with. */
export async function itemInput(state: MapState, item: Json, index: number, flow: Flow): Promise<Json> {
  const selector = state.ItemSelector ?? (flow.language === 'JSONPath' ? state.Parameters : undefined);
  const context: JsonObject = { Map: { Item: { Index: index, Value: item } } };
  return selector === undefined ? item : flow.filled(selector, 'ItemSelector', context);
}

/** What a Map goes through; throws where it is no list. */
export function listOf(items: Json, { ItemsPath = '$' }: MapState): Json[] {
  if (Array.isArray(items)) return items;
  throw runtimeError(`Reference path "${ItemsPath}" must point to array.`);
}
