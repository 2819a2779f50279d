import { together } from '../branches.ts';
import type { MapState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Failure, Stopped } from '../failure.ts';
import type { Flow } from '../flow.ts';
import type { Frame } from '../frame.ts';
import { isObject, type Json, json } from '../json.ts';
import { within } from '../scope-name.ts';
import { itemInput, listOf, type Mapping } from '../states/items.ts';
import { type Batch, batched } from './batches.ts';
import { begun, type Child, childSchema, pending } from './child.ts';
import type { Item } from './dataset.ts';
import { mostItems, readItems } from './item-reader.ts';
import { type MapRun, written } from './result-writer.ts';
import { type Count, type Tolerance, toleranceOf } from './tolerance.ts';

/** Runs an execution of its own for each item, or for each batch of them. */
export async function distributed(about: Entered<MapState>, mapping: Mapping): Promise<Json> {
  const { state, frame } = about;
  const { flow, resumed } = mapping;
  const { way } = frame;
  const given = state.ItemReader === undefined ? listOf(await flow.items(), state) : undefined;
  if (!resumed) way.record('MapStateStarted', { length: given?.length ?? 0 });
  const tolerance = await toleranceOf(state, flow);
  const most = await mostItems(state, flow);
  const run = started(about, resumed);
  const children: Child[] = [];
  const results = () => written(state, children, { flow, run, objects: frame.world.objects });
  const end = (status: 'SUCCEEDED' | 'FAILED' | 'ABORTED', isWritten: boolean) =>
    frame.mapRuns.change({ ended: { run: run.arn, status, written: isWritten, at: frame.world.clock.now() } });
  const writes = state.ResultWriter?.Resource !== undefined;
  try {
    const items = given ?? (await readItems(about, flow, most));
    const batches = await batched(about, flow, await selected(state, items, flow));
    const parent = parentOf(about, mapping);
    for (const [index, { input }] of batches.entries()) children.push(pending(`${run.id}-${index}`, input, parent));
    frame.mapRuns.change({ planned: planOf(run, { batches, tolerance, most: mapping.most }) });
    await runAll(about, mapping, { run, batches, children, count: tolerance.of(items.length) });
    const output = await results();
    end('SUCCEEDED', writes);
    way.record('MapRunSucceeded');
    way.aside('MapStateSucceeded');
    return output;
  } catch (error) {
    const isPast = error instanceof Failure && error.error === 'States.ExceedToleratedFailureThreshold';
    if (isPast && state.ResultWriter) await results();
    end(error instanceof Failure ? 'FAILED' : 'ABORTED', isPast && writes);
    if (!(error instanceof Failure)) throw error;
    way.record('MapRunFailed', { error: error.error, cause: error.cause });
    throw error;
  }
}

/** Tells that a run begins, or is taken up again; one that only goes on says nothing. */
function started({ name, state, frame, nth }: Entered<MapState>, resumed: boolean): MapRun {
  const { journal, way, context, world } = frame;
  const scope = within(frame.scope, name, 'run');
  const known = resumed ? journal.result(scope) : undefined;
  const id = known === undefined ? world.uuid() : String(known.output);
  const machineArn = String(isObject(context.StateMachine) ? context.StateMachine.Id : '');
  const arn = `${machineArn.replace(':stateMachine:', ':mapRun:')}/${state.Label ?? name}:${id}`;
  const begun = resumed ? journal.entered(frame.scope, nth)?.call : undefined;
  if (begun) way.join(begun.event);
  else {
    const event = known
      ? way.record('MapRunRedriven', { mapRunArn: arn, redriveCount: redrivesOf(frame) })
      : way.record('MapRunStarted', { mapRunArn: arn });
    journal.end(scope, { output: id, event });
    const at = world.clock.now();
    journal.note(frame.scope, nth, { call: { token: id, event, at: at.toISOString() } });
    const execution = String(isObject(context.Execution) ? context.Execution.Id : '');
    const redrives = known ? redrivesOf(frame) : 0;
    frame.mapRuns.change({ begun: { run: arn, execution, label: state.Label ?? name, redrives, at } });
  }
  return { id, arn };
}

const redrivesOf = ({ context: { Execution } }: Frame): number =>
  Number((isObject(Execution) ? Execution.RedriveCount : undefined) ?? 0);

const parentOf = ({ name, state, frame }: Entered<MapState>, { processor, resumed }: Mapping) => ({
  context: frame.context,
  label: state.Label ?? name,
  express: processor.ProcessorConfig?.ExecutionType === 'EXPRESS',
  redrives: resumed ? redrivesOf(frame) : 0,
});

const selected = (state: MapState, items: readonly Item[], flow: Flow): Promise<Json[]> =>
  Promise.all(items.map((item, index) => itemInput(state, item, index, flow)));

interface Plan {
  readonly batches: readonly Batch[];
  readonly tolerance: Tolerance;
  readonly most: number | undefined;
}

const planOf = ({ arn }: MapRun, { batches, tolerance, most = 0 }: Plan) => ({
  run: arn,
  items: batches.map(({ items }) => items),
  maxConcurrency: most,
  toleratedFailureCount: tolerance.count,
  toleratedFailurePercentage: tolerance.percentage,
});

/** So many children at once where a state names no limit; AWS has 10,000. */
const mostAtOnce = 1000;

interface Work {
  readonly run: MapRun;
  readonly batches: readonly Batch[];
  /** Each is replaced by what it has come to. */
  readonly children: Child[];
  readonly count: Count;
}

/** Runs the children; those that an execution before has ended with success stay as they are. */
async function runAll({ name, frame }: Entered<MapState>, { processor, most }: Mapping, work: Work): Promise<void> {
  const { run, children, batches, count } = work;
  const one = async (child: Child, index: number, signal: AbortSignal): Promise<void> => {
    const scope = within(frame.scope, name, index);
    const known = childSchema.safeParse(frame.journal.result(scope)?.output);
    const items = batches[index]?.items ?? 1;
    const end = known.data ?? (await begun({ child, items, run: run.arn }, processor, { ...frame, scope, signal }));
    children[index] = end;
    if (end.Status === 'SUCCEEDED') frame.journal.end(scope, { output: json.parse(end), event: frame.way.last });
    else if (end.Status === 'ABORTED') throw new Stopped();
    else count(items);
  };
  const tasks = [...children].map((child, index) => (signal: AbortSignal) => one(child, index, signal));
  await together(Math.min(most || mostAtOnce, mostAtOnce), tasks, frame.signal);
}
