import { together } from '../branches.ts';
import type { Machine, MapState } from '../definition.ts';
import { Variables } from '../expressions/scope.ts';
import { Failure, runtimeError } from '../failure.ts';
import type { Flow, Left } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { type Entered, runMachine } from '../machine.ts';
import type { Attempt } from '../work.ts';
import { distributed } from './distributed.ts';
import { within } from './parallel.ts';

/** Runs its processor once for each item; gives the list of what they come to. */
export async function mapped(about: Entered<MapState>, { retries }: Attempt): Promise<Left> {
  const { state, flowAt } = about;
  const flow = flowAt(retries);
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!processor) throw runtimeError('A Map has an ItemProcessor');
  const most = await flow.count(state, 'MaxConcurrency');
  const isDistributed = processor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  const result = isDistributed
    ? await distributed(about, { flow, processor, most })
    : await inline(about, { flow, processor, most });
  return flow.leave(result);
}

export interface Mapping {
  readonly flow: Flow;
  readonly processor: Machine;
  /** So many items at once; as many as there are where it is 0 or nothing. */
  readonly most: number | undefined;
}

async function inline({ name, state, frame }: Entered<MapState>, { flow, processor, most }: Mapping): Promise<Json> {
  const { way } = frame;
  const items = listOf(await flow.items(), state);
  way.record('MapStateStarted', { length: items.length });
  let last: number | undefined;
  const results = await together(
    most || Number.POSITIVE_INFINITY,
    items.map((item, index) => async (signal: AbortSignal) => {
      const own = way.branch();
      const about = { name, index };
      own.record('MapIterationStarted', about);
      const inner = {
        ...frame,
        way: own,
        context: { ...frame.context, Map: { Item: { Index: index, Value: item } } },
        scope: within(frame.scope, name, index),
        language: processor.QueryLanguage ?? frame.language,
        variables: new Variables(frame.variables),
        signal,
      };
      try {
        const result = await runMachine(processor, await itemInput(state, item, index, flow), inner);
        last = own.aside('MapIterationSucceeded', about);
        return result;
      } catch (error) {
        own.aside(error instanceof Failure ? 'MapIterationFailed' : 'MapIterationAborted', about);
        throw error;
      } finally {
        way.join(own.last);
      }
    }),
    frame.signal,
  );
  if (last !== undefined) way.join(last);
  way.aside('MapStateSucceeded');
  return results;
}

/** What an iteration begins with. */
export async function itemInput(state: MapState, item: Json, index: number, flow: Flow): Promise<Json> {
  const selector = state.ItemSelector ?? (flow.language === 'JSONPath' ? state.Parameters : undefined);
  const context: JsonObject = { Map: { Item: { Index: index, Value: item } } };
  return selector === undefined ? item : flow.filled(selector, 'ItemSelector', context);
}

export function listOf(items: Json, { ItemsPath = '$' }: MapState): Json[] {
  if (Array.isArray(items)) return items;
  throw runtimeError(`Reference path "${ItemsPath}" must point to array.`);
}
