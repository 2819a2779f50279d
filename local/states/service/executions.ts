import type { Machine } from '../definition.ts';
import { type Ended, execute } from '../execution.ts';
import { Stopped } from '../failure.ts';
import type { HistoryEvent } from '../history.ts';
import type { JournalEntries } from '../journal.ts';
import { equal, type Json } from '../json.ts';
import type { World } from '../world.ts';
import { Callbacks } from './callbacks.ts';
import { Refusal } from './refusal.ts';

/** One run of a state machine. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly input: Json;
  readonly startedAt: Date;
  /** How often it was taken up again. */
  readonly redrives: number;
  readonly events: readonly HistoryEvent[];
  readonly end: (Ended & { readonly at: Date }) | undefined;
}

export interface MachinesOptions {
  readonly region: string;
  readonly account: string;
  /** By their names. */
  readonly machines: Readonly<Record<string, Machine>>;
  readonly world: World;
  /** Its first state is entered once this is done. */
  readonly began?: (execution: Execution) => Promise<void>;
  readonly ended?: (execution: Execution) => Promise<void>;
  /** Is told each event of each execution, as it happens. */
  readonly hear?: (event: HistoryEvent) => void;
}

/** An execution, as it goes on. */
interface Running {
  readonly about: Pick<Execution, 'arn' | 'name' | 'stateMachineArn' | 'input' | 'startedAt'>;
  readonly machine: Machine;
  redrives: number;
  readonly events: HistoryEvent[];
  journal: JournalEntries | undefined;
  stop: AbortController;
  end: Execution['end'];
}

/** Every execution of some machines, and what can be done with them. */
export class Executions {
  readonly #options: MachinesOptions;
  /** Of tasks that wait to be told. */
  readonly callbacks = new Callbacks();
  readonly #all = new Map<string, Running>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #faults: unknown[] = [];

  constructor(options: MachinesOptions) {
    this.#options = options;
  }

  /** The ARN of a machine. */
  machineArn(name: string): string {
    return `${this.#prefix}:stateMachine:${name}`;
  }

  get machineArns(): string[] {
    return Object.keys(this.#options.machines).map((name) => this.machineArn(name));
  }

  /**
   * Starts one; while it runs, the same name with the same input is answered with it.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  start(stateMachineArn: string, name: string, input: Json): Execution {
    const [, of = ''] = stateMachineArn.split(':stateMachine:');
    const machine = this.#options.machines[of];
    if (!machine) throw new Refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
    const arn = `${this.#prefix}:execution:${of}:${name}`;
    const known = this.#all.get(arn);
    if (known && (known.end || !equal(known.about.input, input))) {
      throw new Refusal('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    if (known) return told(known);
    const about = { arn, name, stateMachineArn, input, startedAt: this.#options.world.clock.now() };
    const running: Running = {
      about,
      machine,
      redrives: 0,
      events: [],
      journal: undefined,
      stop: new AbortController(),
      end: undefined,
    };
    this.#all.set(arn, running);
    this.#follow(running);
    return told(running);
  }

  find(arn: string): Execution {
    return told(this.#running(arn));
  }

  /** In order of their start. */
  list(): Execution[] {
    return [...this.#all.values()].map(told);
  }

  /** Tells when. */
  stop(arn: string): Date {
    this.#running(arn).stop.abort(new Stopped());
    return this.#options.world.clock.now();
  }

  /** Takes one up again where it failed; tells when. */
  redrive(arn: string): Date {
    const running = this.#running(arn);
    if (!running.end || running.end.status === 'SUCCEEDED') {
      const status = running.end?.status ?? 'RUNNING';
      throw new Refusal('ExecutionNotRedrivable', `The execution is ${status} and cannot be redriven: '${arn}'`);
    }
    running.redrives += 1;
    running.stop = new AbortController();
    running.end = undefined;
    this.#follow(running);
    return this.#options.world.clock.now();
  }

  /** Resolves when none is under way and their ends are told; throws what could not be run or told. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    if (this.#faults.length > 0) throw this.#faults[0];
  }

  get #prefix(): string {
    return `arn:aws:states:${this.#options.region}:${this.#options.account}`;
  }

  #running(arn: string): Running {
    const found = this.#all.get(arn);
    if (!found) throw new Refusal('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return found;
  }

  #follow(running: Running): void {
    const work = this.#run(running)
      .catch((error: unknown) => void this.#faults.push(error))
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  async #run(running: Running): Promise<void> {
    const { world, began, ended } = this.#options;
    const { about, machine, journal, redrives } = running;
    await began?.(told(running));
    const [, of = ''] = about.stateMachineArn.split(':stateMachine:');
    const {
      history: _heard,
      journal: kept,
      ...end
    } = await execute(
      machine,
      about.input,
      {
        context: {
          Execution: { Id: about.arn, Name: about.name, RoleArn: `arn:aws:iam::${this.#options.account}:role/local` },
          StateMachine: { Id: about.stateMachineArn, Name: of },
        },
        signal: running.stop.signal,
        hear: (event) => {
          running.events.push(event);
          this.#options.hear?.(event);
        },
        ...(journal && { redrive: { history: running.events, journal, count: redrives } }),
      },
      { ...world, tasks: this.callbacks.around(world.tasks) },
    );
    running.journal = kept;
    running.end = { ...end, at: world.clock.now() };
    await ended?.(told(running));
  }
}

/** As it is now. */
const told = ({ about, redrives, events, end }: Running): Execution => ({ ...about, redrives, events, end });
