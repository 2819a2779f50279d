import { together } from '../branches.ts';
import type { MapState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Variables } from '../expressions/scope.ts';
import { Failure, runtimeError } from '../failure.ts';
import type { Flow } from '../flow.ts';
import { History } from '../history.ts';
import { isObject, type Json, type JsonObject, sizeOf } from '../json.ts';
import { within } from '../scope-name.ts';
import { mostItems, readItems } from './item-reader.ts';
import { itemInput, listOf, type Mapping } from './items.ts';

/** Runs an execution of its own for each item, or for each batch of them. */
export async function distributed(
  about: Entered<MapState>,
  { flow, processor, most: atOnce, resumed }: Mapping,
): Promise<Json> {
  const { name, state, frame } = about;
  const { way, world } = frame;
  const given = state.ItemReader === undefined ? listOf(await flow.items(), state) : undefined;
  const begun = resumed ? frame.journal.entered(frame.scope, about.nth)?.call : undefined;
  if (!begun) way.record('MapStateStarted', { length: given?.length ?? 0 });
  const tolerated = await toleranceOf(state, flow);
  const most = await mostItems(state, flow);
  const run = begun?.token ?? world.uuid();
  const machineArn = String(isObject(frame.context.StateMachine) ? frame.context.StateMachine.Id : '');
  const arn = `${machineArn.replace(':stateMachine:', ':mapRun:')}/${state.Label ?? name}:${run}`;
  if (begun) way.join(begun.event);
  else {
    const event = way.record('MapRunStarted', { mapRunArn: arn });
    const call = { token: run, event, at: world.clock.now().toISOString(), given: true };
    frame.journal.note(frame.scope, about.nth, { call });
  }
  try {
    const items = given ?? (await readItems(about, flow, most));
    const inputs = await batched(about, flow, await selected(state, items, flow));
    const children = inputs.map((input, index) => async (signal: AbortSignal): Promise<Child> => {
      const scope = within(frame.scope, name, index);
      const known = frame.journal.result(scope);
      if (known) return { output: known.output };
      try {
        const result = await frame.run(processor, input, {
          ...frame,
          signal,
          way: new History(world.clock.now).way(),
          scope,
          language: processor.QueryLanguage ?? frame.language,
          variables: new Variables(),
          context: { ...frame.context, Execution: childOf(frame.context, `${arn}:${index}`, input) },
        });
        frame.journal.end(scope, { output: result, event: way.last });
        return { output: result };
      } catch (error) {
        if (error instanceof Failure && tolerated.any) return { failure: error };
        throw error;
      }
    });
    const results = await together(atOnce || Number.POSITIVE_INFINITY, children, frame.signal);
    refusePast(tolerated, results);
    const output = await written(about, flow, results, { arn, run });
    way.record('MapRunSucceeded');
    way.aside('MapStateSucceeded');
    return output;
  } catch (error) {
    if (error instanceof Failure) way.record('MapRunFailed', { error: error.error, cause: error.cause });
    throw error;
  }
}

/** How a child execution has ended. */
type Child = { readonly output: Json } | { readonly failure: Failure };

const childOf = ({ Execution }: JsonObject, id: string, input: Json): Json => ({
  ...(isObject(Execution) ? Execution : {}),
  Id: id,
  Input: input,
});

interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
  readonly any: boolean;
}

async function toleranceOf(state: MapState, flow: Flow): Promise<Tolerance> {
  const count = await flow.count(state, 'ToleratedFailureCount');
  if (count !== undefined && count < 0) throw runtimeError('ToleratedFailureCount cannot be negative.');
  const percentage = await flow.count(state, 'ToleratedFailurePercentage');
  return { count, percentage, any: (count ?? 0) > 0 || (percentage ?? 0) > 0 };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-inline-vs-distributed-map.html: either limit ends it. */
function refusePast({ count, percentage, any }: Tolerance, results: readonly Child[]): void {
  const failed = results.filter((one) => 'failure' in one).length;
  if (!any || failed === 0) return;
  const past =
    (count !== undefined && failed > count) ||
    (percentage !== undefined && (failed / results.length) * 100 > percentage);
  if (past)
    throw new Failure(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
}

const selected = (state: MapState, items: readonly Json[], flow: Flow): Promise<Json[]> =>
  Promise.all(items.map((item, index) => itemInput(state, item, index, flow)));

/** The items in batches, as large as the state allows; each alone where it says nothing of batches. */
async function batched({ state }: Entered<MapState>, flow: Flow, items: readonly Json[]): Promise<Json[]> {
  const { ItemBatcher } = state;
  if (!ItemBatcher) return [...items];
  const most = (await flow.count(ItemBatcher, 'MaxItemsPerBatch')) ?? Number.POSITIVE_INFINITY;
  const bytes = (await flow.count(ItemBatcher, 'MaxInputBytesPerBatch')) ?? Number.POSITIVE_INFINITY;
  const shared =
    ItemBatcher.BatchInput === undefined ? {} : { BatchInput: await flow.filled(ItemBatcher.BatchInput, 'BatchInput') };
  const batches: Json[][] = [];
  for (const item of items) {
    const last = batches.at(-1);
    const fits = last && last.length < most && sizeOf({ Items: [...last, item], ...shared }) <= bytes;
    if (fits) last.push(item);
    else batches.push([item]);
  }
  return batches.map((Items) => ({ Items, ...shared }));
}

/** The results, or where they were written. */
async function written(
  { state, frame }: Entered<MapState>,
  flow: Flow,
  results: readonly Child[],
  { arn, run }: { readonly arn: string; readonly run: string },
): Promise<Json> {
  const outputs = results.flatMap((one) => ('output' in one ? [one.output] : []));
  const { ResultWriter } = state;
  if (!ResultWriter) return outputs;
  const to = await flow.filled(ResultWriter.Arguments ?? ResultWriter.Parameters ?? {}, 'ResultWriter');
  const { Bucket = '', Prefix = '' } = isObject(to) ? to : {};
  const folder = `${Prefix ? `${Prefix}/` : ''}${run}`;
  const manifest = {
    DestinationBucket: Bucket,
    MapRunArn: arn,
    ResultFiles: { FAILED: [], PENDING: [], SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json` }] },
  };
  await frame.world.objects.write(String(Bucket), `${folder}/SUCCEEDED_0.json`, JSON.stringify(outputs));
  await frame.world.objects.write(String(Bucket), `${folder}/manifest.json`, JSON.stringify(manifest));
  return { MapRunArn: arn, ResultWriterDetails: { Bucket, Key: `${folder}/manifest.json` } };
}
