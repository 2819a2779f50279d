import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { examples, inputsOf } from '../../commands/example/options.ts';
import { jsonText } from '../../functions/core/json.ts';
import { account, region } from '../aws.ts';
import { readServiceFile } from '../stack/service-file.ts';
import { json } from '../states/json.ts';
import { Refusal } from '../states/service/refusal.ts';
import type { Changes } from './changes.ts';

/** A state machine of an example, as its `serverless.yml` says it. */
export interface ExampleMachine {
  readonly example: string;
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly definition: string;
}

const machineSchema = z.looseObject({ Definition: json, StateMachineType: z.string().default('STANDARD') });

/** Every state machine of every example. */
export const machinesOfExamples = (): ExampleMachine[] =>
  examples().flatMap((example) =>
    Object.entries(readServiceFile(join('examples', example)).resources.Resources).flatMap(([name, one]) => {
      if (one.Type !== 'AWS::StepFunctions::StateMachine') return [];
      const { Definition, StateMachineType: type } = machineSchema.parse(one.Properties);
      const arn = `arn:aws:states:${region}:${account}:stateMachine:${name}`;
      return [{ example, arn, name, type, definition: JSON.stringify(Definition) }];
    }),
  );

const lineSchema = jsonText(
  z.union([z.strictObject({ url: z.string() }), z.strictObject({ changed: z.literal(true) })]),
);

/** What each example deploys, in a process of its own from when somebody first asks for its runs. */
export class Examples {
  readonly machines: readonly ExampleMachine[] = machinesOfExamples();
  readonly #store: string;
  readonly #changes: Changes;
  readonly #urls = new Map<string, Promise<string>>();
  readonly #children = new Set<ChildProcess>();

  constructor(store: string, changes: Changes) {
    this.#store = store;
    this.#changes = changes;
    process.once('exit', () => {
      for (const child of this.#children) child.kill();
    });
  }

  /** Resolves when none of them is up any more. */
  async stop(): Promise<void> {
    const children = [...this.#children];
    for (const { stdin } of children) stdin?.end();
    await Promise.all(children.map((child) => once(child, 'exit')));
  }

  /** The machine that an ARN is of, of itself, one of its executions, or a run of one of its Maps. */
  find(arn: string): ExampleMachine | undefined {
    const [name] = arn.split(':')[6]?.split('/') ?? [];
    return this.machines.find((one) => one.name === name);
  }

  /** What a machine can be started with, by names; nothing where it is of no example. */
  inputs(name: string): Record<string, string> {
    const machine = this.machines.find((one) => one.name === name);
    const inputs = machine ? [...inputsOf(machine.example)] : [];
    return Object.fromEntries(inputs.map(([called, input]) => [called, JSON.stringify(input, null, 2)]));
  }

  /** Where Step Functions of an example answers. */
  async urlOf(example: string): Promise<string> {
    const url = this.#urls.get(example) ?? this.#start(example);
    this.#urls.set(example, url);
    url.catch(() => this.#urls.delete(example));
    return url;
  }

  #start(example: string): Promise<string> {
    const store = join(this.#store, 'examples', example);
    const child = spawn(process.execPath, ['scripts/run.js', 'stack', example, store], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: own(process.env),
    });
    this.#children.add(child);
    child.once('exit', () => {
      this.#children.delete(child);
      this.#urls.delete(example);
    });
    return this.#hear(child, example);
  }

  #hear(child: ChildProcess, example: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (child.stdout) {
        createInterface(child.stdout).on('line', (text) => {
          const line = lineSchema.safeParse(text).data;
          if (!line) return void process.stderr.write(`${text}\n`); // what its code writes, console.log among it
          if ('url' in line) resolve(line.url);
          this.#changes.tell();
        });
      }
      child.once('exit', () => reject(new Refusal('InternalFailure', `${example} could not be brought up.`)));
    });
  }
}

/** The environment of this process, without what the pipeline's functions have put there. */
const own = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(AWS_|BUCKET$|QUEUE_URL$|TOPIC_ARN$)/.test(name)),
  );
