import type { Machine } from '../definition.ts';
import type { HistoryEvent } from '../history.ts';
import { equal, type Json } from '../json.ts';
import type { World } from '../world.ts';
import { Activities } from './activities.ts';
import { arnIn, demandName, type Home } from './arns.ts';
import { Callbacks } from './callbacks.ts';
import type { Execution } from './execution.ts';
import { Known } from './known.ts';
import { type GivenMachine, Machines } from './machines.ts';
import type { ChildExecution, MapRun } from './map-runs.ts';
import { Refusal } from './refusal.ts';
import { holdsName, Running, redriveProblem } from './running.ts';
import { labelled, type StateMachine } from './state-machine.ts';
import { noStore, type Store } from './store.ts';
import { contextIn, type Test, type TestResult, testState } from './test-state.ts';
import { UnderWay } from './under-way.ts';

export type { Execution } from './execution.ts';

export interface MachinesOptions extends Home {
  /** By their names; clients may add others. */
  readonly machines: Readonly<Record<string, GivenMachine>>;
  readonly world: World;
  /** Where they are kept, and go on from when the process has ended; nowhere, unless it is said. */
  readonly store?: Store;
  /** Whether a name may be taken again before AWS would free it; never, unless it is said. */
  readonly isFree?: (execution: Execution) => boolean;
  /** What a machine that a client makes calls and cannot have. */
  readonly problems?: (machine: Machine) => Promise<readonly string[]>;
  /** Its first state is entered once this is done. As on AWS, nobody is told of EXPRESS. */
  readonly began?: (execution: Execution) => Promise<void>;
  readonly ended?: (execution: Execution) => Promise<void>;
  /** Is told each event of each execution, as it happens. */
  readonly hear?: (event: HistoryEvent) => void;
  /** Is told that something has happened to the run of a distributed Map, or in a child execution of it. */
  readonly hearChild?: () => void;
}

/** A test whose context object need not be told. */
type Untold = Omit<Test, 'context'> & { readonly context: Test['context'] | undefined };

/** Why somebody stops an execution. */
export interface Reason {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** Every execution of some machines, and what can be done with them. */
export class Executions {
  readonly machines: Machines;
  readonly activities: Activities;
  /** Of tasks that wait to be told. */
  readonly callbacks = new Callbacks();
  readonly #options: MachinesOptions;
  readonly #world: World;
  readonly #known: Known;
  /** By the process before, and not yet taken up. */
  readonly #left: Running[];
  readonly #underWay = new UnderWay();

  constructor(options: MachinesOptions) {
    const { world, store = noStore, machines: given, problems = noProblems } = options;
    const { clock, tasks } = world;
    this.#options = options;
    this.#known = new Known(store, clock.now());
    this.#left = this.#known.all().filter(({ endIsTold }) => !endIsTold);
    for (const token of this.#left.flatMap(({ tokens }) => tokens)) this.callbacks.expect(token);
    this.machines = new Machines({ ...options, now: clock.now, store, given, problems });
    this.activities = new Activities({ home: options, clock, callbacks: this.callbacks, store });
    const called = this.activities.around(this.callbacks.around(tasks));
    this.#world = {
      ...world,
      tasks: async (call) => {
        this.#known.records.flush(); // what comes before a call is kept before it is done
        return called(call);
      },
    };
  }

  /** The ARN of a machine. */
  machineArn(name: string): string {
    return arnIn(this.#options, 'stateMachine', name);
  }

  /**
   * Starts one; while it runs, the same name with the same input is answered with it.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  start(stateMachineArn: string, name: string, input: Json): Execution {
    const stateMachine = this.machines.findActive(stateMachineArn);
    if (stateMachine.type === 'EXPRESS') {
      const running = this.#express(stateMachine, name, input);
      this.#underWay.follow(running.run(this.#world, this.#options));
      return running.told();
    }
    const arn = arnIn(this.#options, 'execution', stateMachine.name, demandName(name));
    const known = this.#known.get(arn);
    if (known && holdsName(known, this.now()) && !this.#options.isFree?.(known.told())) {
      if (!known.end && equal(known.start.input, input)) return known.told();
      throw new Refusal('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    if (known) this.#known.forget(known);
    const running = this.#known.add({ arn, name, stateMachine, input, startedAt: this.now() });
    this.#underWay.follow(this.#run(running));
    return running.told();
  }

  /** Runs one of an EXPRESS machine to its end. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
  async startSync(stateMachineArn: string, name: string, input: Json): Promise<Execution> {
    const stateMachine = this.machines.findActive(stateMachineArn);
    if (stateMachine.type !== 'EXPRESS') throw unsupported();
    const running = this.#express(stateMachine, name, input);
    await running.run(this.#world, { ...this.#options, sync: true });
    return running.told();
  }

  find(arn: string): Execution {
    return this.#known.demandTold(arn);
  }

  /** The machine of an execution, as it was when that began; of a child execution, what the Map has each child run. */
  machineOf(arn: string): StateMachine & { readonly label?: string } {
    const { mapRun } = this.#findStandard(arn);
    if (!mapRun) return this.#known.demand(arn).start.stateMachine;
    const { run, running } = this.#known.demandMapRun(mapRun.arn);
    return labelled(running.start.stateMachine, run.label);
  }

  /** What happened in an execution so far, which nobody keeps of EXPRESS. */
  events(arn: string): readonly HistoryEvent[] {
    return this.#findStandard(arn).events;
  }

  /** The run of a distributed Map, with its child executions in order of their start. */
  mapRun(arn: string): { readonly run: MapRun; readonly children: readonly ChildExecution[] } {
    const { run, running } = this.#known.demandMapRun(arn);
    return { run, children: running.mapRuns.childrenOf(arn) };
  }

  /** The runs of the distributed Maps of an execution, in order of their start. */
  mapRuns(execution: string): MapRun[] {
    this.find(execution);
    const all = this.#known.all().flatMap(({ mapRuns }) => mapRuns.runs);
    return all.filter((run) => run.execution === execution);
  }

  /** In order of their start; of one machine, where it is named. */
  list(stateMachineArn?: string): Execution[] {
    if (stateMachineArn === undefined) return this.#known.all().map((one) => one.told());
    if (this.machines.find(stateMachineArn).type === 'EXPRESS') throw unsupported();
    return this.#known.of(stateMachineArn).map((one) => one.told());
  }

  /** Tells when it ended; of one that had ended before, when that was. */
  stop(arn: string, { error, cause }: Reason = {}): Date {
    const running = this.#known.demand(arn);
    if (running.end) return running.end.at;
    running.happen({ stop: { error, cause } });
    return this.now();
  }

  /** Takes one up again where it failed, once for each token; tells when. */
  redrive(arn: string, token?: string): Date {
    const running = this.#known.demand(arn);
    if (token !== undefined && token === running.redriveToken) return running.redrivenAt ?? this.now();
    const problem = this.redriveProblem(running.told());
    if (problem !== undefined) throw new Refusal('ExecutionNotRedrivable', `${problem}: '${arn}'`);
    const at = this.now();
    running.happen({ redrive: { at, token } });
    this.#underWay.follow(this.#run(running));
    return at;
  }

  /** Why it cannot be taken up again; undefined where it can. */
  redriveProblem(execution: Execution): string | undefined {
    const isDeleting = this.machines.isDeleting(execution.stateMachineArn);
    return isDeleting ? 'State machine is in DELETING status' : redriveProblem(execution, this.now());
  }

  /** Stops the executions of a machine; it and they are forgotten once the last has ended. */
  deleteMachine(stateMachineArn: string): void {
    this.machines.delete(stateMachineArn);
    for (const { start } of this.#known.of(stateMachineArn)) this.stop(start.arn);
    this.#forgetDeleted(stateMachineArn);
  }

  /** Runs one state of no execution. */
  test({ context, ...test }: Untold, signal: AbortSignal): Promise<TestResult> {
    const seen = context ?? contextIn(this.#options, test, this.now());
    return testState({ ...test, context: seen }, this.#options.world, signal);
  }

  /** Resolves when none is under way and their ends are told; throws what could not be run or told. */
  async settled(): Promise<void> {
    await this.#underWay.settled().finally(() => this.#known.records.flush());
  }

  /** Has those go on that another process has left, once what they call is there. */
  resume(): void {
    for (const running of this.#left.splice(0)) {
      if (this.#known.get(running.start.arn) === running) this.#underWay.follow(this.#run(running));
    }
  }

  /** Ends those that another process has left, for want of what they would go on with. */
  abandon(cause: string): void {
    for (const running of this.#left.splice(0)) {
      const last = running.events.at(-1)?.id ?? 0;
      const end = { status: 'ABORTED', error: undefined, cause } as const;
      const about = { id: last + 1, previousEventId: last, timestamp: this.now(), type: 'ExecutionAborted' };
      for (const mapRun of running.mapRuns.aborting(this.now())) running.happen({ mapRun });
      if (!running.end) {
        running.happen({ event: { ...about, executionAbortedEventDetails: { cause } } });
        running.happen({ end: { ...end, at: this.now() } });
      }
      running.happen({ told: true });
    }
  }

  /** Resolves when what was asked for is kept. */
  kept(): Promise<void> {
    return this.#known.records.kept();
  }

  #findStandard(arn: string): Execution {
    const found = this.find(arn);
    if (isExpressArn(arn)) throw unsupported();
    return found;
  }

  now(): Date {
    return this.#options.world.clock.now();
  }

  #forgetDeleted(stateMachineArn: string): void {
    const own = this.#known.of(stateMachineArn);
    if (!this.machines.isDeleting(stateMachineArn) || own.some(({ end }) => !end)) return;
    for (const one of own) this.#known.forget(one);
    this.machines.left(stateMachineArn);
  }

  /** As often under one name as somebody likes. */
  #express(stateMachine: StateMachine, name: string, input: Json): Running {
    const arn = arnIn(this.#options, 'express', stateMachine.name, demandName(name), this.#options.world.uuid());
    return new Running({ arn, name, stateMachine, input, startedAt: this.now() }, () => undefined);
  }

  async #run(running: Running): Promise<void> {
    if (!running.end) {
      if (running.isNew) await this.#options.began?.(running.told());
      await running.run(this.#world, this.#options);
    }
    this.#forgetDeleted(running.start.stateMachine.arn);
    await this.#options.ended?.(running.told());
    if (this.#known.get(running.start.arn) === running) running.happen({ told: true });
  }
}

/** Of a child execution. */
const isExpressArn = (arn: string) => arn.split(':')[5] === 'express';

const noProblems = async () => [];

const unsupported = () =>
  new Refusal('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
