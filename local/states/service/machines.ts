import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { checked } from '../check.ts';
import type { Machine } from '../definition.ts';
import type { Json, JsonObject } from '../json.ts';
import type { MachineType } from '../limits.ts';
import { arnIn, demandArn, demandName, type Home } from './arns.ts';
import { invalidDefinition, parsedDefinition, readMachine } from './read-machine.ts';
import { Refusal } from './refusal.ts';
import { keptMachine, labelled, type StateMachine, same, unread } from './state-machine.ts';
import type { Store } from './store.ts';

/** What can be said anew of a machine; its definition is text. */
export interface MachineChange {
  readonly definition?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly loggingConfiguration?: JsonObject | undefined;
  readonly tracingConfiguration?: JsonObject | undefined;
}

export interface NewMachine extends MachineChange {
  readonly name: string;
  readonly type?: MachineType | undefined;
  readonly definition: string;
  readonly roleArn: string;
}

interface MachinesOptions extends Home {
  readonly now: () => Date;
  readonly store: Store;
  /** What a machine calls and cannot have. */
  readonly problems: (machine: Machine) => Promise<readonly string[]>;
  /** Those that no client has made. */
  readonly given: Readonly<Record<string, GivenMachine>>;
}

export interface GivenMachine {
  readonly definition: Machine;
  /** STANDARD, unless it says another. */
  readonly type?: MachineType;
}

/** State machines, by their ARNs. */
export class Machines {
  readonly #options: MachinesOptions;
  readonly #all = new Map<string, StateMachine>();
  readonly #leaving = new Map<string, StateMachine>();

  constructor(options: MachinesOptions) {
    this.#options = options;
    for (const machine of z.array(keptMachine).parse(options.store.read(file) ?? [])) {
      if (!Object.hasOwn(options.given, machine.name)) this.#all.set(machine.arn, machine);
    }
    const roleArn = `arn:aws:iam::${options.account}:role/local`;
    for (const [name, { definition, ...rest }] of Object.entries(options.given)) {
      this.create({ name, roleArn, definition: JSON.stringify(definition), ...rest });
    }
  }

  /** A sentence for each thing that cannot be run of a definition. */
  async problemsIn(definition: Json, type: MachineType): Promise<readonly string[]> {
    const read = checked(definition, type);
    return 'problems' in read ? read.problems : this.#options.problems(read.machine);
  }

  /** Refuses a definition that calls what is not there. */
  async demand(definition: string, type: MachineType): Promise<void> {
    const problems = await this.problemsIn(parsedDefinition(definition), type);
    if (problems.length > 0) throw invalidDefinition(problems.join('; '));
  }

  /** Adds one; equal to one that is there, it is that one. https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
  create({ name, type = 'STANDARD', definition, roleArn, ...configuration }: NewMachine): StateMachine {
    const arn = arnIn(this.#options, 'stateMachine', demandName(name));
    const machine = readMachine(definition, type);
    const at = this.#options.now();
    const { loggingConfiguration = notLogged, tracingConfiguration = notTraced } = configuration;
    const about = { arn, name, type, createdAt: at, updatedAt: at, revisionId: undefined };
    const made = { ...about, machine, definition, roleArn, loggingConfiguration, tracingConfiguration };
    const known = this.#all.get(arn);
    if (known && same(known, made)) return known;
    if (known) throw new Refusal('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    this.#refuseLeaving(arn);
    return this.#put(made);
  }

  /** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
  update(arn: string, change: MachineChange): StateMachine {
    const known = this.findActive(arn);
    if (Object.values(change).every((one) => one === undefined)) {
      throw new Refusal('MissingRequiredParameter', 'Neither a definition nor a role nor a configuration is said');
    }
    const { definition = known.definition, roleArn = known.roleArn } = change;
    const { loggingConfiguration = known.loggingConfiguration } = change;
    const { tracingConfiguration = known.tracingConfiguration } = change;
    const machine = readMachine(definition, known.type);
    const updated = { updatedAt: this.#options.now(), revisionId: randomUUID() };
    return this.#put({
      ...known,
      ...updated,
      machine,
      definition,
      roleArn,
      loggingConfiguration,
      tracingConfiguration,
    });
  }

  /** From now on it is DELETING, until it has left. */
  delete(arn: string): void {
    const known = this.#all.get(demandArn(arn, 'stateMachine'));
    if (!known) return;
    this.#all.delete(arn);
    this.#leaving.set(arn, known);
    this.#keep();
  }

  left(arn: string): void {
    this.#leaving.delete(arn);
  }

  find(arn: string): StateMachine {
    const found = this.#all.get(demandArn(arn, 'stateMachine')) ?? this.#leaving.get(arn);
    if (!found) throw new Refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return found;
  }

  /** Likewise, or what the child executions of one of its Maps run: `…:stateMachine:<name>/<label>`. */
  findLabelled(arn: string): StateMachine & { readonly label?: string } {
    const [own = '', label] = arn.split('/');
    return label === undefined ? this.find(own) : labelled(this.find(own), label);
  }

  /** One that can be started. */
  findActive(arn: string): StateMachine {
    this.#refuseLeaving(arn);
    return this.find(arn);
  }

  isDeleting(arn: string): boolean {
    return this.#leaving.has(arn);
  }

  list(): StateMachine[] {
    return [...this.#all.values()];
  }

  #put(machine: StateMachine): StateMachine {
    this.#all.set(machine.arn, machine);
    this.#keep();
    return machine;
  }

  #keep(): void {
    const made = this.list().filter(({ name }) => !Object.hasOwn(this.#options.given, name));
    this.#options.store.write(file, made.map(unread));
  }

  #refuseLeaving(arn: string): void {
    if (this.isDeleting(arn)) throw new Refusal('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
  }
}

const file = 'state-machines';

const notLogged = { level: 'OFF', includeExecutionData: false };
const notTraced = { enabled: false };
