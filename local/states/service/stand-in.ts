import type { MapState, WorkingState } from '../definition.ts';
import { Failure } from '../failure.ts';
import type { Flow } from '../flow.ts';
import type { Json } from '../json.ts';
import { itemsRead } from '../map-run/item-reader.ts';
import { exceeded } from '../map-run/tolerance.ts';
import { itemInput, listOf } from '../states/items.ts';
import { Refusal } from './refusal.ts';

/** What a state's work comes to, instead of what it would. */
export interface Mock {
  readonly result?: Json | undefined;
  readonly errorOutput?: { readonly error?: string | undefined; readonly cause?: string | undefined } | undefined;
  /** Of a Map: so many of its iterations fail. */
  readonly failures: number;
  /** Likewise, what its ItemReader reads. */
  readonly read: string | undefined;
}

/** What a Map goes through, as far as it is tested. */
export type MapStep = 'afterItemSelector' | 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage';

/** Does the work of a state by what it is said to come to; its data goes its way. */
export const mocked =
  ({ result, errorOutput, ...map }: Mock, hear: (step: MapStep, value: Json) => void) =>
  async (state: WorkingState, flow: Flow): Promise<Json> => {
    if (state.Type === 'Map') await iterated(state, flow, { ...map, hear });
    else await flow.argument();
    if (errorOutput) throw new Failure(errorOutput.error, errorOutput.cause);
    if (result === undefined) throw new Refusal('ValidationException', 'mock has neither result nor errorOutput');
    return result;
  };

const tooManyFailures = 'Map iteration failure count must be less than or equal to the number of Map iterations';

interface Iterating extends Pick<Mock, 'failures' | 'read'> {
  readonly hear: (step: MapStep, value: Json) => void;
}

async function iterated(state: MapState, flow: Flow, { failures, read, hear }: Iterating): Promise<void> {
  const { ItemReader } = state;
  const items = ItemReader ? await itemsRead(ItemReader, flow, read ?? '[]') : listOf(await flow.items(), state);
  if (failures > items.length) throw new Refusal('ValidationException', tooManyFailures);
  if (state.ItemSelector) {
    const inputs = await Promise.all(items.map((item, index) => itemInput(state, item, index, flow)));
    hear('afterItemSelector', inputs);
  }
  hear('maxConcurrency', (await flow.count(state, 'MaxConcurrency')) ?? 0);
  const count = await flow.count(state, 'ToleratedFailureCount');
  if (count !== undefined) hear('toleratedFailureCount', count);
  const percentage = await flow.count(state, 'ToleratedFailurePercentage');
  if (percentage !== undefined) hear('toleratedFailurePercentage', percentage);
  if (failures > (count ?? items.length) || (failures / items.length) * 100 > (percentage ?? 100)) {
    throw exceeded();
  }
}
