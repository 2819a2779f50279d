import { z } from 'zod';
import { iso } from './clock.ts';
import { Failure } from './failure.ts';
import { isObject, type Json, type JsonObject, json } from './json.ts';
import { limits, type MachineType } from './limits.ts';

/** One event of an execution, as GetExecutionHistory gives it: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: Date;
  readonly type: string;
  /** `stateEnteredEventDetails` and its like. */
  readonly [details: `${string}EventDetails`]: JsonObject;
}

/** An event, read again from what was kept of it. */
export const keptEvent = z
  .object({ id: z.int(), previousEventId: z.int(), timestamp: z.coerce.date(), type: z.string() })
  .catchall(z.record(z.string(), json))
  .transform((one): HistoryEvent => one);

/** What is told of an event; data as it is, which the event holds as text. */
export type Facts = Readonly<Record<string, Json | undefined>>;

interface HistoryOptions {
  readonly hear?: ((event: HistoryEvent) => void) | undefined;
  readonly before?: readonly HistoryEvent[] | undefined;
  readonly type?: MachineType | undefined;
}

/** The last event that there may be tells the end: https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html */
const tooMany = (most: number) =>
  new Failure('States.Runtime', `The execution reached the maximum number of history events (${most}).`);

/** What happens in an execution, in order. Throws States.Runtime where it is more than an execution may have. */
export class History {
  readonly events: HistoryEvent[];
  readonly #now: () => Date;
  readonly #hear: ((event: HistoryEvent) => void) | undefined;
  readonly #most: number;

  constructor(now: () => Date, { hear, before = [], type = 'STANDARD' }: HistoryOptions = {}) {
    this.events = [...before];
    this.#now = now;
    this.#hear = hear;
    this.#most = limits[type].events;
  }

  /** A way on from an event: what is recorded on it follows what was recorded on it before. */
  way(from = 0): Way {
    let previous = from;
    return {
      get last() {
        return previous;
      },
      record: (type, facts) => {
        previous = this.#add(type, facts, previous);
        return previous;
      },
      aside: (type, facts, after = previous) => this.#add(type, facts, after),
      branch: () => this.way(previous),
      join: (id) => {
        previous = id;
      },
    };
  }

  #add(type: string, facts: Facts | undefined, previousEventId: number): number {
    const id = this.events.length + 1;
    if (id >= this.#most && !type.startsWith('Execution')) throw tooMany(this.#most);
    const event = {
      id,
      previousEventId,
      timestamp: this.#now(),
      type,
      ...(facts && { [fieldOf(type)]: detailsOf(facts) }),
    };
    this.events.push(event);
    this.#hear?.(event);
    return id;
  }
}

export interface Way {
  /** The id of the event recorded last. */
  readonly last: number;
  /** Gives the event's id; without facts, the event has no details. */
  record(type: string, facts?: Facts): number;
  /** Likewise, but what comes next does not follow it; AWS has some events like that. */
  aside(type: string, facts?: Facts, after?: number): number;
  /** A way that parts here. */
  branch(): Way;
  /** Goes on from that event. */
  join(id: number): void;
}

function fieldOf(type: string): `${string}EventDetails` {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.slice(0, 1).toLowerCase()}${type.slice(1)}EventDetails`;
}

const data = new Set(['input', 'output', 'assignedVariables']);
const texts = new Set(['input', 'output', 'parameters']);

/** Data as text, and beside it that none of it was cut off. */
function detailsOf(facts: Facts): JsonObject {
  const details: JsonObject = {};
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined) continue;
    details[name] = texts.has(name) ? JSON.stringify(value) : name === 'assignedVariables' ? textsOf(value) : value;
    if (data.has(name)) details[`${name}Details`] = { truncated: false };
  }
  return details;
}

const textsOf = (values: Json): JsonObject =>
  isObject(values)
    ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]))
    : {};

/** When an execution was last redriven, as the context object tells it; nothing where it was not. */
export function redriveTime(history: readonly HistoryEvent[]): { readonly RedriveTime?: string } {
  const last = history.findLast(({ type }) => type === 'ExecutionRedriven');
  return last ? { RedriveTime: iso(last.timestamp) } : {};
}
