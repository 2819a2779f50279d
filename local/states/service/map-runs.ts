import type { KeptChild, MapRunChange, MapRuns } from '../map-run/map-runs.ts';
import type { Execution } from './execution.ts';

/** A child execution, as it is now. */
export interface ChildExecution extends Execution {
  /** The run of the Map that it is of. */
  readonly mapRun: { readonly arn: string; readonly items: number; readonly waits: boolean };
}

/** A run of a distributed Map, as it is now. */
export interface MapRun {
  readonly arn: string;
  /** The ARN of the execution whose Map it is. */
  readonly execution: string;
  readonly label: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startedAt: Date;
  readonly stoppedAt: Date | undefined;
  readonly redrives: number;
  readonly redrivenAt: Date | undefined;
  /** Whether its results were written to S3. */
  readonly written: boolean;
  /** What is known once its items are read. */
  readonly plan: Omit<Planned, 'run'>;
}

type Planned = Extract<MapRunChange, { planned: unknown }>['planned'];
type Child = Omit<ChildExecution, 'events' | 'mapRun'> & {
  readonly run: string;
  readonly items: number;
  readonly events: Execution['events'][number][];
};

const unplanned = { items: [], maxConcurrency: 0, toleratedFailureCount: 0, toleratedFailurePercentage: 0 };

/** The runs of the distributed Maps of one execution, with their child executions. */
export class KeptMapRuns implements MapRuns {
  readonly #runs = new Map<string, MapRun>();
  readonly #children = new Map<string, Child>();

  /** In order of their start. */
  get runs(): MapRun[] {
    return [...this.#runs.values()];
  }

  run(arn: string): MapRun | undefined {
    return this.#runs.get(arn);
  }

  child(arn: string): (KeptChild & ChildExecution) | undefined {
    const child = this.#children.get(arn);
    return child && this.#told(child);
  }

  /** In order of their start. */
  childrenOf(run: string): ChildExecution[] {
    return [...this.#children.values()].flatMap((one) => (one.run === run ? this.#told(one) : []));
  }

  /** What ends all of it that is still under way. */
  *aborting(at: Date): Generator<MapRunChange> {
    const end = { status: 'ABORTED', error: undefined, cause: undefined, at } as const;
    for (const [child, { end: ended, events }] of this.#children) {
      if (ended) continue;
      const last = events.at(-1)?.id;
      if (last !== undefined) {
        const event = { id: last + 1, previousEventId: last, timestamp: at, type: 'ExecutionAborted' };
        yield { childHeard: { child, event } };
      }
      yield { childEnded: { child, end } };
    }
    for (const { arn: run, status } of this.runs) {
      if (status === 'RUNNING') yield { ended: { run, status: 'ABORTED', written: false, at } };
    }
  }

  change(change: MapRunChange): void {
    if ('begun' in change) this.#begun(change.begun);
    else if ('planned' in change) this.#put(change.planned.run, { plan: change.planned });
    else if ('ended' in change) {
      const { run, status, written, at } = change.ended;
      this.#put(run, { status, written, stoppedAt: at });
    } else if ('childBegun' in change) this.#childBegun(change.childBegun);
    else if ('childHeard' in change) this.#children.get(change.childHeard.child)?.events.push(change.childHeard.event);
    else this.#putChild(change.childEnded.child, { end: change.childEnded.end });
  }

  #begun({ run: arn, at, redrives, ...about }: Extract<MapRunChange, { begun: unknown }>['begun']): void {
    const known = this.#runs.get(arn);
    if (known) this.#put(arn, { status: 'RUNNING', stoppedAt: undefined, written: false, redrives, redrivenAt: at });
    else {
      const fresh = { redrives: 0, redrivenAt: undefined, stoppedAt: undefined, written: false, plan: unplanned };
      this.#runs.set(arn, { ...about, ...fresh, arn, status: 'RUNNING', startedAt: at });
    }
  }

  #childBegun(begun: Extract<MapRunChange, { childBegun: unknown }>['childBegun']): void {
    const { child: arn, stateMachine, redrives, at, ...about } = begun;
    if (this.#children.has(arn)) this.#putChild(arn, { redrives, redrivenAt: at, end: undefined });
    else {
      const fresh = { redrivenAt: undefined, events: [], end: undefined };
      this.#children.set(arn, { ...about, ...fresh, arn, stateMachineArn: stateMachine, redrives, startedAt: at });
    }
  }

  #put(arn: string, more: Partial<MapRun>): void {
    const run = this.#runs.get(arn);
    if (run) this.#runs.set(arn, { ...run, ...more });
  }

  #putChild(arn: string, more: Partial<Child>): void {
    const child = this.#children.get(arn);
    if (child) this.#children.set(arn, { ...child, ...more });
  }

  #told({ run: arn, items, ...child }: Child): ChildExecution & KeptChild {
    const run = this.#runs.get(arn);
    const isBad = child.end !== undefined && child.end.status !== 'SUCCEEDED';
    const waits = isBad && run?.status === 'RUNNING' && child.redrives < run.redrives;
    return { ...child, mapRun: { arn, items, waits } };
  }
}
