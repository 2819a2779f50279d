import { z } from 'zod';
import { iso } from '../clock.ts';
import type { Machine } from '../definition.ts';
import { type Ended, endEvent, ended } from '../ending.ts';
import { Variables } from '../expressions/scope.ts';
import type { Frame } from '../frame.ts';
import { History, type HistoryEvent, redriveTime, type Way } from '../history.ts';
import { Journal } from '../journal.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { limits } from '../limits.ts';
import type { KeptChild } from './map-runs.ts';

/** A child execution, as its results are written: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
export const childSchema = z.object({
  ExecutionArn: z.string(),
  Name: z.string(),
  StateMachineArn: z.string(),
  Input: z.string(),
  InputDetails: z.object({ Included: z.literal(true) }),
  Status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  RedriveCount: z.int(),
  RedriveStatus: z.literal('NOT_REDRIVABLE').optional(),
  RedriveStatusReason: z.string().optional(),
  StartDate: z.string().optional(),
  StopDate: z.string().optional(),
  Output: z.string().optional(),
  OutputDetails: z.object({ Included: z.literal(true) }).optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
export type Child = z.infer<typeof childSchema>;

interface Parent {
  /** `StateMachine` and `Execution` of the context object. */
  readonly context: JsonObject;
  readonly label: string;
  readonly express: boolean;
  readonly redrives: number;
}

/** A child that has not begun. */
export function pending(name: string, input: Json, { context, label, express, redrives }: Parent): Child {
  const machineArn = String(isObject(context.StateMachine) ? context.StateMachine.Id : '');
  const own = `${machineArn}/${label}`;
  const ExecutionArn = express
    ? `${own.replace(':stateMachine:', ':express:')}:${name}:${name}`
    : `${own.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    ExecutionArn,
    Name: name,
    StateMachineArn: own,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Status: 'PENDING',
    RedriveCount: redrives,
  };
}

interface Begin {
  readonly child: Child;
  /** How many it has. */
  readonly items: number;
  /** The ARN of the run of the Map. */
  readonly run: string;
}

/** Runs it to its end; the frame is that of its parent. One that has ended before is not run again, unless it is redriven. */
export async function begun({ child, items, run }: Begin, processor: Machine, frame: Frame): Promise<Child> {
  const { world, mapRuns } = frame;
  const known = mapRuns.child(child.ExecutionArn);
  const input = z.json().parse(JSON.parse(child.Input));
  const at = world.clock.now();
  const started = known?.startedAt ?? at;
  if (known?.end && known.redrives === child.RedriveCount) return toldEnd(child, started, known.end);
  if (!known || known.end) mapRuns.change({ childBegun: { ...aboutOf(child), run, items, input, at } });
  const going = wayOf(child, { processor, known, input }, frame);
  const { way } = going;
  const end = await ran(child, { processor, ...going, input, started }, frame);
  way.record(...endEvent(end));
  const ending = { ...end, at: world.clock.now() };
  mapRuns.change({ childEnded: { child: child.ExecutionArn, end: ending } });
  return toldEnd(child, started, ending);
}

const aboutOf = ({
  ExecutionArn: child,
  Name: name,
  StateMachineArn: stateMachine,
  RedriveCount: redrives,
}: Child) => ({
  child,
  name,
  stateMachine,
  redrives,
});

const typeOf = ({ ProcessorConfig }: Machine) => ProcessorConfig?.ExecutionType ?? 'STANDARD';

interface Beginning {
  readonly processor: Machine;
  readonly known: KeptChild | undefined;
  readonly input: Json;
}

interface Told {
  readonly way: Way;
  readonly events: readonly HistoryEvent[];
}

/** Its way on, in a history of its own, which nobody hears of where it is EXPRESS. */
function wayOf({ ExecutionArn, RedriveCount }: Child, { processor, known, input }: Beginning, frame: Frame): Told {
  const { world, mapRuns, context } = frame;
  const type = typeOf(processor);
  const before = known?.events ?? [];
  const hear = (event: HistoryEvent) => mapRuns.change({ childHeard: { child: ExecutionArn, event } });
  const history = new History(world.clock.now, { type, before, ...(type === 'STANDARD' && { hear }) });
  const way = history.way(known?.end ? before.length : 0);
  if (known?.end) way.record('ExecutionRedriven', { redriveCount: RedriveCount });
  else if (!known) way.aside('ExecutionStarted', { input, roleArn: roleIn(context) });
  return { way, events: history.events };
}

const roleIn = ({ Execution }: JsonObject) => (isObject(Execution) ? Execution.RoleArn : undefined);

interface Going extends Told {
  readonly processor: Machine;
  readonly input: Json;
  readonly started: Date;
}

function ran(child: Child, { processor, way, events, input, started }: Going, frame: Frame): Promise<Ended> {
  const type = typeOf(processor);
  const { clock } = frame.world;
  return ended({ clock, signal: frame.signal, timeoutSeconds: limits[type].seconds }, (signal) =>
    frame.run(processor, input, {
      ...frame,
      top: frame.scope,
      signal,
      way,
      language: processor.QueryLanguage ?? frame.language,
      variables: new Variables(),
      context: contextOf(child, {
        context: frame.context,
        input,
        times: { StartTime: iso(started), ...(type === 'STANDARD' && redriveTime(events)) },
      }),
      journal: type === 'EXPRESS' ? new Journal() : frame.journal,
    }),
  );
}

const toldEnd = (child: Child, started: Date, end: NonNullable<KeptChild['end']>): Child => ({
  ...child,
  StartDate: started.toISOString(),
  StopDate: end.at.toISOString(),
  ...said(end),
});

function said(end: Ended): Partial<Child> {
  if (end.status === 'SUCCEEDED') {
    return {
      Status: end.status,
      Output: JSON.stringify(end.output),
      OutputDetails: { Included: true },
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    };
  }
  if (end.status !== 'FAILED') return { Status: end.status };
  const { error, cause } = end;
  return { Status: end.status, ...(error && { Error: error }), ...(cause && { Cause: cause }) };
}

interface Seen {
  readonly context: JsonObject;
  readonly input: Json;
  readonly times: JsonObject;
}

/** What a child sees of itself; of its parent it sees nothing. */
const contextOf = (child: Child, { context, input, times }: Seen): JsonObject => ({
  Execution: {
    ...(roleIn(context) !== undefined && { RoleArn: roleIn(context) ?? null }),
    Id: child.ExecutionArn,
    Input: input,
    Name: child.Name,
    ...times,
    RedriveCount: child.RedriveCount,
  },
  StateMachine: { Id: child.StateMachineArn, Name: child.StateMachineArn.split(':').at(-1) ?? '' },
});
