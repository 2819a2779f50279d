import { iso } from './clock.ts';
import { secondsLeft } from './deadline.ts';
import type { Machine } from './definition.ts';
import { type Ended, endEvent, ended } from './ending.ts';
import { Variables } from './expressions/scope.ts';
import { History, type HistoryEvent, redriveTime } from './history.ts';
import { Journal, type JournalChange, type JournalEntries, redriven } from './journal.ts';
import type { Json, JsonObject } from './json.ts';
import { limits, type MachineType } from './limits.ts';
import { runMachine } from './machine.ts';
import { type MapRuns, noMapRuns } from './map-run/map-runs.ts';
import type { Watch } from './watch.ts';
import type { World } from './world.ts';

export interface ExecutionOptions {
  /** `Execution` and `StateMachine` of the context object, but for what the engine knows by itself. */
  readonly context: { readonly Execution: JsonObject; readonly StateMachine: JsonObject };
  readonly type?: MachineType;
  /** Whether somebody waits for the answer of StartSyncExecution. */
  readonly sync?: boolean;
  readonly signal?: AbortSignal;
  readonly watch?: Watch;
  readonly hear?: (event: HistoryEvent) => void;
  /** Hears of what is done, so that the execution can be resumed. */
  readonly note?: (change: JournalChange) => void;
  /** Whoever keeps the runs of its distributed Maps; nobody, unless it is said. */
  readonly mapRuns?: MapRuns;
  /** Goes on where the execution ended before. */
  readonly redrive?: Redrive;
  /** Goes on where it was when nobody ran it any more, as if it had only been slow. */
  readonly resume?: Redrive;
}

/** What is left of an execution that ended without success, or did not end. */
export interface Redrive {
  readonly history: readonly HistoryEvent[];
  readonly journal: JournalEntries;
  /** How often it was taken up, this time counted. */
  readonly count: number;
}

/** Runs a machine to its end, whatever that is. */
export async function execute(
  machine: Machine,
  input: Json,
  options: ExecutionOptions,
  world: World,
): Promise<Ended & Pick<Redrive, 'history' | 'journal'>> {
  const { redrive, resume, hear, type = 'STANDARD' } = options;
  const { now } = world.clock;
  const before = redrive ?? resume;
  const history = new History(now, { hear, before: before?.history, type });
  const journal = new Journal(redrive ? redriven(redrive.journal, now()) : resume?.journal, options.note);
  const way = redrive ? history.way(redrive.history.length) : history.way();
  if (redrive) way.record('ExecutionRedriven', { redriveCount: redrive.count });
  // AWS has the first state follow nothing.
  else if (!resume) way.aside('ExecutionStarted', { input, roleArn: options.context.Execution.RoleArn });
  const { Execution, StateMachine } = options.context;
  const began = before?.history[0]?.timestamp ?? now();
  const started = { Input: input, StartTime: iso(began) };
  const redrives = { RedriveCount: before?.count ?? 0, ...redriveTime(history.events) };
  const context = { Execution: { ...Execution, ...started, ...(!options.sync && redrives) }, StateMachine };
  const time = {
    clock: world.clock,
    signal: options.signal ?? new AbortController().signal,
    timeoutSeconds: secondsLeft(
      Math.min(machine.TimeoutSeconds ?? limits[type].seconds, limits[type].seconds),
      resume && takenUp(resume.history),
      now(),
    ),
  };
  const end = await ended(time, (signal) =>
    runMachine(machine, input, {
      world,
      way,
      journal,
      context,
      signal,
      scope: '',
      top: '',
      language: machine.QueryLanguage ?? 'JSONPath',
      variables: new Variables(),
      watch: options.watch ?? {},
      mapRuns: options.mapRuns ?? noMapRuns,
      run: runMachine,
    }),
  );
  way.record(...endEvent(end));
  return { ...end, history: history.events, journal: journal.entries() };
}

/** When an execution began, or was last taken up again. */
const takenUp = (history: readonly HistoryEvent[]): Date | undefined =>
  history.findLast(({ type }) => type === 'ExecutionStarted' || type === 'ExecutionRedriven')?.timestamp;
