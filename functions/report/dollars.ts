import type { Children } from '../core/manifest.ts';
import type { Clock, History, HistoryEvent, Log } from '../core/world.ts';
import { prices } from './prices.ts';

/** How the stage has its functions. */
interface Deployed {
  readonly architecture: keyof typeof prices.gigabyteSecond;
  /** The memory of each, by its name. */
  readonly megabytes: Readonly<Record<string, number>>;
}

export interface DollarsWorld {
  readonly history: History;
  /** Undefined where nobody has told: then nobody can tell the dollars either. */
  readonly deployed: Deployed | undefined;
  readonly now: Clock;
  readonly log: Log;
}

/** What has to be known of a run. */
interface Size {
  readonly sources: number;
  readonly tables: number;
  /** By each query of Athena, where it made the tables. */
  readonly scannedBytes: readonly number[];
  /** Of the execution, of each source that was read in parts. */
  readonly children: readonly Children[];
}

/**
 * What the run of an execution has cost up to now, as its history tells, which may lag by a moment; null, and logged,
 * where nobody can tell: a report is worth more.
 */
export async function dollarsSpent(
  execution: string,
  size: Size,
  { history, deployed, now, log }: DollarsWorld,
): Promise<number | null> {
  if (!deployed) return null;
  try {
    const events: HistoryEvent[] = [];
    for await (const event of history(execution)) events.push(event);
    return Number(dollarsOf({ ...size, events, until: now().toISOString() }, deployed).toFixed(6));
  } catch (problem) {
    log.warn('What the run costs could not be told', { execution, reason: String(problem) });
    return null;
  }
}

/** What a run has done up to now. */
interface Done extends Size {
  /** Of its execution. */
  readonly events: readonly HistoryEvent[];
  /** As an ISO date. */
  readonly until: string;
}

/**
 * What a run costs by list prices, from its start up to now: its states, its calls of functions by their time and
 * memory, failed ones too, about as many requests to S3 as its sources and tables take, and what Athena has scanned. Not
 * in it: the time of start, notify and shelve, queries that failed, the disk of the functions, logs, traces, metrics and storage.
 */
function dollarsOf({ events, until, sources, tables, scannedBytes, children }: Done, deployed: Deployed): number {
  const calls = callsIn(events, until);
  const states = events.filter(({ type }) => type.endsWith('StateEntered')).length + statesAfter;
  const gigabyteSeconds = calls
    .map(({ step, seconds }) => (seconds * (deployed.megabytes[step] ?? 0)) / 1024)
    .reduce((sum, one) => sum + one, 0);
  return (
    states * prices.transition +
    calls.length * prices.call +
    gigabyteSeconds * prices.gigabyteSecond[deployed.architecture] +
    (writes.run + sources * writes.source + tables * writes.table) * prices.write +
    (reads.run + sources * reads.source + tables * reads.table) * prices.read +
    scannedBytes.map(dollarsOfQuery).reduce((sum, one) => sum + one, 0) +
    children.map((one) => dollarsOfChildren(one, deployed)).reduce((sum, one) => sum + one, 0)
  );
}

/** Each is an execution of one state, whose history nobody reads here. */
function dollarsOfChildren({ calls, seconds }: Children, { architecture, megabytes }: Deployed): number {
  const gigabyteSeconds = (seconds * (megabytes.preprocess ?? 0)) / 1024;
  const ofCall = prices.transition + prices.call + writes.child * prices.write + reads.child * prices.read;
  return calls * ofCall + gigabyteSeconds * prices.gigabyteSecond[architecture];
}

function dollarsOfQuery(scanned: number): number {
  const { byte, megabyte, least } = prices.scanned;
  return Math.max(least, Math.ceil(scanned / megabyte) * megabyte) * byte;
}

/** Behind the one that asks: Published, and Done or Held. */
const statesAfter = 2;
/** Requests, those of start as well, counted on the sample, whose sources have a file each. */
const writes = { run: 8, source: 7, table: 5, child: 4 };
const reads = { run: 8, source: 11, table: 3, child: 4 };

/** Each call of a function; one that has not ended lasts until now. */
function callsIn(events: readonly HistoryEvent[], until: string) {
  const byId = new Map(events.map((one) => [one.id, one]));
  const after = new Map(events.map((one) => [one.previousId, one]));
  const stepOf = (event: HistoryEvent | undefined): string =>
    event === undefined ? '' : (functionIn(event) ?? stepOf(byId.get(event.previousId)));
  return events
    .filter(({ type }) => type === 'LambdaFunctionStarted')
    .map((began) => {
      const ended = Date.parse(after.get(began.id)?.at ?? until);
      return { step: stepOf(began), seconds: (ended - Date.parse(began.at)) / 1000 };
    });
}

/** A function is called `<service>-<stage>-<step>`; a history that does not say which was called names its state. */
const functionIn = ({ resource, state }: HistoryEvent): string | undefined =>
  /:function:(?:[^:]*-)?(\w+)(?::[^:]+)?$/.exec(resource ?? '')?.[1] ?? state?.toLowerCase();
