import { together } from '../branches.ts';
import type { MapState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Variables } from '../expressions/scope.ts';
import { Failure, mostBytes, runtimeError, tooLarge } from '../failure.ts';
import type { Left } from '../flow.ts';
import { type Json, sizeOf } from '../json.ts';
import { distributed } from '../map-run/distributed.ts';
import { within } from '../scope-name.ts';
import { isDistributed } from '../walk.ts';
import type { Attempt } from '../work.ts';
import { itemContext, itemInput, listOf, type Mapping } from './items.ts';

/** Runs its processor once for each item; gives the list of what they come to. */
export async function mapped(about: Entered<MapState>, { retries, resumed }: Attempt): Promise<Left> {
  const { state, flowAt } = about;
  const flow = flowAt(retries);
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!processor) throw runtimeError('A Map has an ItemProcessor');
  const most = await flow.count(state, 'MaxConcurrency');
  const result = isDistributed(state)
    ? await distributed(about, { flow, processor, most, resumed })
    : await inline(about, { flow, processor, most, resumed });
  return flow.leave(result);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const mostAtOnce = 40;

async function inline(
  { name, state, frame }: Entered<MapState>,
  { flow, processor, most, resumed }: Mapping,
): Promise<Json> {
  const { way } = frame;
  const items = listOf(await flow.items(), state);
  const all = within(frame.scope, name, '');
  if (resumed) way.join(frame.journal.begun(all) ?? way.last);
  else frame.journal.begin(all, way.record('MapStateStarted', { length: items.length }));
  let last: number | undefined;
  const results = await together(
    Math.min(most || mostAtOnce, mostAtOnce),
    items.map((item, index) => async (signal: AbortSignal) => {
      const scope = within(frame.scope, name, index);
      const known = frame.journal.result(scope);
      if (known) {
        last = Math.max(last ?? 0, known.event);
        return known.output;
      }
      const own = way.branch();
      const about = { name, index };
      own.join(frame.journal.begun(scope) ?? frame.journal.begin(scope, own.record('MapIterationStarted', about)));
      const inner = {
        ...frame,
        way: own,
        context: { ...frame.context, ...itemContext(item, index) },
        scope,
        language: processor.QueryLanguage ?? frame.language,
        variables: new Variables(frame.variables),
        signal,
      };
      try {
        const input = await itemInput(state, item, index, flow);
        if (sizeOf(input) > mostBytes) throw tooLarge(name);
        const result = await frame.run(processor, input, inner);
        last = own.aside('MapIterationSucceeded', about);
        frame.journal.end(scope, { output: result, event: last });
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
