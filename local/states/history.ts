import type { Json } from './json.ts';

/** One event of an execution, as GetExecutionHistory gives it: its details stand in a field that goes by its type. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: Date;
  readonly type: string;
  readonly details: Readonly<Record<string, Json | undefined>>;
}

/** What happens in an execution, in order. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #now: () => Date;
  readonly #hear: ((event: HistoryEvent) => void) | undefined;

  constructor(now: () => Date, hear?: (event: HistoryEvent) => void) {
    this.#now = now;
    this.#hear = hear;
  }

  /** A way on from an event: what is recorded on it follows what was recorded on it before. */
  way(from = 0): Way {
    let previous = from;
    return {
      get last() {
        return previous;
      },
      record: (type, details = {}) => {
        const id = this.events.length + 1;
        const event = { id, previousEventId: previous, timestamp: this.#now(), type, details };
        this.events.push(event);
        previous = id;
        this.#hear?.(event);
        return id;
      },
      branch: () => this.way(previous),
      join: (other) => {
        previous = other.last;
      },
    };
  }
}

export interface Way {
  /** The id of the event recorded last. */
  readonly last: number;
  /** Gives the event's id. */
  record(type: string, details?: HistoryEvent['details']): number;
  /** A way that parts here. */
  branch(): Way;
  /** Goes on where the other has come to. */
  join(other: Way): void;
}
