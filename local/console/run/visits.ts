import { type HistoryEvent, numberIn, textIn } from './history.ts';

/** One try of what a state calls. */
interface Attempt {
  readonly startedAt: number;
  endedAt?: number;
  /** The ARN of a function, or the service and what it is asked for. */
  readonly calls: string;
  readonly input: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
}

export type VisitStatus = 'running' | 'succeeded' | 'failed' | 'caught' | 'aborted';

/** One time that an execution came through a state. */
export interface Visit {
  /** Of the event by which it was entered. */
  readonly id: number;
  readonly state: string;
  /** Task, Map, Choice and so on. */
  readonly type: string;
  /** The Map or Parallel that it is inside of. */
  readonly within: Visit | undefined;
  /** Of a Map, which item this is of. */
  readonly item: number | undefined;
  /** The state that led to it; undefined where it is the first. */
  readonly after: string | undefined;
  readonly enteredAt: number;
  exitedAt?: number;
  /** When it ended otherwise. */
  endedAt?: number | undefined;
  readonly input: string | undefined;
  output?: string | undefined;
  status: VisitStatus;
  /** Of a distributed Map, the ARN of its run. */
  mapRun?: string | undefined;
  readonly attempts: Attempt[];
  error?: string | undefined;
  cause?: string | undefined;
}

/** Where an event stands: the visits that are open there, the innermost last, and the item of the innermost Map. */
interface Place {
  readonly open: readonly Visit[];
  readonly item: number | undefined;
  /** The state that was left there last. */
  readonly left?: string | undefined;
}
const outside: Place = { open: [], item: undefined };

/** Every visit of a state that a history tells of, in the order in which they began. */
export function visitsOf(events: readonly HistoryEvent[]): Visit[] {
  const reader = new Reader();
  for (const event of events) reader.hear(event);
  return reader.visits;
}

/** Follows each event to the one that it comes after. */
class Reader {
  readonly visits: Visit[] = [];
  readonly #places = new Map<number, Place>();

  hear(event: HistoryEvent): void {
    const place = this.#places.get(event.previousEventId) ?? outside;
    this.#places.set(event.id, this.#after(event, place));
  }

  #after(event: HistoryEvent, place: Place): Place {
    const { type } = event;
    if (type.endsWith('StateEntered')) return this.#entered(event, place);
    if (type.endsWith('StateExited')) return exited(event, place);
    if (type.startsWith('MapIteration')) return iterated(event, place);
    if (type.startsWith('Execution')) return this.#execution(event, place);
    const visit = place.open.at(-1);
    if (!visit) return place;
    if (isCall(type)) called(event, visit);
    else if (type.startsWith('MapRun')) ranMap(event, visit);
    else happened(event, place);
    return place;
  }

  #entered(event: HistoryEvent, { open, item, left }: Place): Place {
    const visit: Visit = {
      id: event.id,
      state: textIn(event, 'name') ?? '',
      type: event.type.replace('StateEntered', ''),
      within: open.at(-1),
      item,
      after: left,
      enteredAt: event.at,
      input: textIn(event, 'input'),
      status: event.type === 'FailStateEntered' ? 'failed' : 'running',
      attempts: [],
    };
    this.visits.push(visit);
    return { open: [...open, visit], item };
  }

  /** What is open when an execution ends has not come to its end; when it is taken up again, what has failed goes on. */
  #execution(event: HistoryEvent, place: Place): Place {
    const { type } = event;
    if (type === 'ExecutionRedriven') {
      for (const visit of this.visits) {
        if (visit.exitedAt !== undefined || visit.type === 'Fail') continue;
        Object.assign(visit, { status: 'running', endedAt: undefined });
      }
    }
    if (!/^Execution(Failed|TimedOut|Aborted)$/.test(type)) return place;
    const failed = type === 'ExecutionFailed' ? lastFailure(this.visits, place) : undefined;
    for (const visit of this.visits) {
      if (visit.exitedAt !== undefined) continue;
      visit.endedAt ??= event.at;
      if (visit.status === 'failed') continue;
      visit.status = isAround(visit, failed) ? 'failed' : 'aborted';
    }
    if (failed) Object.assign(failed, { error: textIn(event, 'error'), cause: textIn(event, 'cause') });
    return place;
  }
}

function exited(event: HistoryEvent, { open, item }: Place): Place {
  const at = open.findLastIndex(({ state }) => state === textIn(event, 'name'));
  const visit = open[at];
  if (!visit) return { open, item };
  visit.exitedAt = event.at;
  visit.output = textIn(event, 'output');
  const hasFailed = visit.status === 'failed' || visit.attempts.at(-1)?.error !== undefined;
  visit.status = hasFailed ? 'caught' : 'succeeded';
  return { open: open.slice(0, at), item: visit.item, left: visit.state };
}

function iterated(event: HistoryEvent, { open, item }: Place): Place {
  const at = open.findLastIndex(({ state }) => state === textIn(event, 'name'));
  const around = open.slice(0, at + 1);
  if (event.type !== 'MapIterationStarted') return { open: around, item };
  return { open: around, item: numberIn(event, 'index') };
}

const isCall = (type: string) =>
  /^(Task|LambdaFunction|Activity)[A-Z]/.test(type) && !/State(Aborted|Failed)$/.test(type);

function called(event: HistoryEvent, visit: Visit): void {
  const last = visit.attempts.at(-1);
  if (event.type.endsWith('Scheduled')) visit.attempts.push(attemptIn(event));
  if (!/(Succeeded|Failed|TimedOut)$/.test(event.type) || !last) return;
  last.endedAt = event.at;
  if (event.type.endsWith('Succeeded')) return;
  last.error = textIn(event, 'error') ?? 'an error without a name';
  last.cause = textIn(event, 'cause');
}

function attemptIn(event: HistoryEvent): Attempt {
  const [service, resource = ''] = [textIn(event, 'resourceType'), textIn(event, 'resource')];
  const calls = service === undefined || service === 'lambda' ? resource : `${service}:${resource}`;
  return { startedAt: event.at, calls, input: textIn(event, 'input') ?? textIn(event, 'parameters') };
}

/** The run of a distributed Map, which is told of outside of this history. */
function ranMap(event: HistoryEvent, visit: Visit): void {
  visit.mapRun = textIn(event, 'mapRunArn') ?? visit.mapRun;
  if (event.type !== 'MapRunFailed') return;
  visit.error = textIn(event, 'error');
  visit.cause = textIn(event, 'cause');
}

/** A Map that fails is told of from within; a Task that has failed inside of one is told to be aborted, too. */
function happened({ type, at }: HistoryEvent, { open }: Place): void {
  const [, kind, end] = /^(\w+)State(Failed|Aborted)$/.exec(type) ?? [];
  const visit = open.findLast((one) => one.type === kind);
  if (!visit) return;
  visit.endedAt = at;
  visit.status = end === 'Failed' || visit.attempts.at(-1)?.error !== undefined ? 'failed' : 'aborted';
}

/** The visit by which an execution failed: the innermost that has or, where none has, what was open at its end. */
const lastFailure = (visits: readonly Visit[], { open }: Place): Visit | undefined =>
  visits.findLast(({ status, exitedAt, attempts }) => {
    const hasFailed = status === 'failed' || attempts.at(-1)?.error !== undefined;
    return exitedAt === undefined && status !== 'aborted' && hasFailed;
  }) ?? open.at(-1);

/** Whether it is the other, or the other is inside of it. */
function isAround(visit: Visit, inner: Visit | undefined): boolean {
  for (let one = inner; one; one = one.within) if (one === visit) return true;
  return false;
}
