import type { MapState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { mostBytes, tooLarge } from '../failure.ts';
import type { Flow } from '../flow.ts';
import { type Json, type JsonObject, sizeOf } from '../json.ts';

/** What one child execution begins with, and how many items that is. */
export interface Batch {
  readonly input: Json;
  readonly items: number;
}

/** The items in batches, as large as the state allows; each alone where it says nothing of batches. */
export async function batched(
  { name, state }: Entered<MapState>,
  flow: Flow,
  items: readonly Json[],
): Promise<Batch[]> {
  const batches = await batchesOf(state, flow, items);
  if (batches.some(({ input }) => sizeOf(input) > mostBytes)) throw tooLarge(name);
  return batches;
}

async function batchesOf({ ItemBatcher }: MapState, flow: Flow, items: readonly Json[]): Promise<Batch[]> {
  if (!ItemBatcher) return items.map((input) => ({ input, items: 1 }));
  const most = (await flow.count(ItemBatcher, 'MaxItemsPerBatch')) ?? Number.POSITIVE_INFINITY;
  const bytes = Math.min((await flow.count(ItemBatcher, 'MaxInputBytesPerBatch')) ?? mostBytes, mostBytes);
  const shared: JsonObject =
    ItemBatcher.BatchInput === undefined ? {} : { BatchInput: await flow.filled(ItemBatcher.BatchInput, 'BatchInput') };
  return grouped(items, { most, bytes: bytes - sizeOf({ Items: [], ...shared }) }).map((Items) => ({
    input: { Items, ...shared },
    items: Items.length,
  }));
}

/** The items in order, so many in a group, whose JSON takes so many bytes; one alone may take more. */
function grouped(items: readonly Json[], { most, bytes }: { most: number; bytes: number }): Json[][] {
  const groups: Json[][] = [];
  let size = 0;
  for (const item of items) {
    const own = sizeOf(item);
    const last = groups.at(-1);
    if (last && last.length < most && size + 1 + own <= bytes) {
      last.push(item);
      size += 1 + own; // the comma
    } else {
      groups.push([item]);
      size = own;
    }
  }
  return groups;
}
