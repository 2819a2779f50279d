import { demandArn } from './arns.ts';
import type { Execution } from './execution.ts';
import type { MapRun } from './map-runs.ts';
import { arnOf, type Entry } from './record.ts';
import { Records } from './records.ts';
import { Refusal } from './refusal.ts';
import { holdsName, Running, type Start } from './running.ts';
import type { Store } from './store.ts';

/** Executions by their ARNs, each kept as it goes on. */
export class Known {
  readonly records: Records;
  readonly #all = new Map<string, Running>();

  /** Knows those that another process has left; what nobody can ask for any more is forgotten. */
  constructor(store: Store, now: Date) {
    this.records = new Records(store);
    for (const record of this.records.load()) {
      const arn = arnOf(record);
      const running = Running.restored(record, this.#noting(arn));
      if (holdsName(running, now)) this.#all.set(arn, running);
      else this.records.forget(arn);
    }
  }

  add(start: Start): Running {
    const running = new Running(start, this.#noting(start.arn));
    running.happen({ start });
    this.#all.set(start.arn, running);
    return running;
  }

  get(arn: string): Running | undefined {
    return this.#all.get(arn);
  }

  demand(arn: string): Running {
    const found = this.#all.get(demandArn(arn, 'execution'));
    if (!found) throw new Refusal('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return found;
  }

  /** One of a machine, or a child of one. */
  demandTold(arn: string): Execution {
    const [child] = arn.includes('/') ? this.all().flatMap(({ mapRuns }) => mapRuns.child(arn) ?? []) : [];
    return child ?? this.demand(arn).told();
  }

  /** The run of a distributed Map, with the execution that has it, or whose child has it. */
  demandMapRun(arn: string): { readonly run: MapRun; readonly running: Running } {
    demandArn(arn, 'mapRun');
    for (const running of this.all()) {
      const run = running.mapRuns.run(arn);
      if (run) return { run, running };
    }
    throw new Refusal('ResourceNotFound', `Resource not found: '${arn}'`);
  }

  /** In order of their start. */
  all(): Running[] {
    return [...this.#all.values()];
  }

  of(stateMachineArn: string): Running[] {
    return this.all().filter(({ start }) => start.stateMachine.arn === stateMachineArn);
  }

  forget({ start }: Running): void {
    this.#all.delete(start.arn);
    this.records.forget(start.arn);
  }

  #noting(arn: string): (entry: Entry) => void {
    return (entry) => this.records.note(arn, entry);
  }
}
