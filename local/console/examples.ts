import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { examples } from '../../commands/example/options.ts';
import { requestsIn } from '../../commands/example/requests.ts';
import { upload } from '../../commands/example/upload.ts';
import { account, region } from '../aws.ts';
import { readServiceFile } from '../stack/service-file.ts';
import { json } from '../states/json.ts';
import type { Operations } from '../states/service/json-server.ts';
import { Refusal } from '../states/service/refusal.ts';
import type { Changes } from './changes.ts';

/** A state machine of an example, as its `serverless.yml` says it. */
interface ExampleMachine {
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

const lineSchema = z.union([z.object({ url: z.string() }), z.object({ changed: z.literal(true) })]);

/** What each example deploys, in a process of its own from when somebody first asks for its runs. */
export class Examples {
  readonly machines: readonly ExampleMachine[] = machinesOfExamples();
  readonly #store: string;
  readonly #changes: Changes;
  readonly #urls = new Map<string, Promise<string>>();

  constructor(store: string, changes: Changes) {
    this.#store = store;
    this.#changes = changes;
  }

  /** The machine that an ARN is of, of itself or of one of its executions. */
  find(arn: string): ExampleMachine | undefined {
    const name = arn.split(':')[6];
    return this.machines.find((one) => one.name === name);
  }

  /** What its machines can be started with: those of its inputs that are not uploads or requests to its HTTP API. */
  inputs(name: string): Record<string, string> {
    const machine = this.machines.find((one) => one.name === name);
    const folder = join('examples', machine?.example ?? '', 'inputs');
    if (!machine || !existsSync(folder)) return {};
    const all = readdirSync(folder).map((file) => [file.replace(/\.json$/, ''), read(join(folder, file))] as const);
    const isInput = ([, text]: readonly [string, string]) => {
      const value = json.parse(JSON.parse(text));
      return !upload.safeParse(value).success && requestsIn(value) === undefined;
    };
    return Object.fromEntries(all.filter(isInput));
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
    process.once('exit', () => child.kill());
    child.once('exit', () => this.#urls.delete(example));
    return this.#hear(child, example);
  }

  #hear(child: ChildProcess, example: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (child.stdout) {
        createInterface(child.stdout).on('line', (text) => {
          const line = lineSchema.parse(JSON.parse(text));
          if ('url' in line) resolve(line.url);
          this.#changes.tell();
        });
      }
      child.once('exit', () => reject(new Refusal('InternalFailure', `${example} could not be brought up.`)));
    });
  }
}

const read = (path: string) => readFileSync(path, 'utf8').trim();

/** The environment of this process, without what the pipeline's functions have put there. */
const own = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(AWS_|BUCKET$|QUEUE_URL$|TOPIC_ARN$)/.test(name)),
  );

const arns = z.object({ stateMachineArn: z.string() }).or(z.object({ executionArn: z.string() }));
const listSchema = z.looseObject({ stateMachines: z.array(z.looseObject({})) });

/** The API of Step Functions for the machines of the pipeline and of all examples: each request is answered by who has the machine. */
export const withExamples = (operations: Operations, examples: Examples): Operations =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      async (request, signal) => {
        if (name === 'ListStateMachines') return listed(await operation(request, signal), examples);
        const machine = machineOf(request, examples);
        if (!machine) return operation(request, signal);
        if (name === 'DescribeStateMachine') return described(machine);
        return asked(await examples.urlOf(machine.example), { name, request, signal });
      },
    ]),
  );

function machineOf(request: unknown, examples: Examples): ExampleMachine | undefined {
  const said = arns.safeParse(request).data;
  return said && examples.find('executionArn' in said ? said.executionArn : said.stateMachineArn);
}

function listed(own: object, { machines }: Examples): object {
  const { stateMachines } = listSchema.parse(own);
  return { stateMachines: [...stateMachines, ...machines.map((one) => ({ ...about(one), creationDate: 0 }))] };
}

const about = ({ arn, name, type }: ExampleMachine) => ({ stateMachineArn: arn, name, type });

const described = (machine: ExampleMachine) => ({
  ...about(machine),
  definition: machine.definition,
  status: 'ACTIVE',
  creationDate: 0,
});

interface Asked {
  readonly name: string;
  readonly request: unknown;
  readonly signal: AbortSignal;
}

const refusalSchema = z.looseObject({ __type: z.string(), message: z.string() });

async function asked(url: string, { name, request, signal }: Asked): Promise<object> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${name}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request), signal });
  const body: unknown = await response.json();
  if (response.ok) return z.looseObject({}).parse(body);
  const { __type, message } = refusalSchema.parse(body);
  throw new Refusal(__type, message);
}
