import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { account, region } from '../aws.ts';
import { checkDefinition, substituted } from '../definition.ts';
import { endpointVariables, setEnvironment } from '../environment.ts';
import type { Letter } from '../mail.ts';
import type { Email } from '../services/ses.ts';
import type { Clock } from '../states/clock.ts';
import type { HistoryEvent } from '../states/history.ts';
import { Apis } from '../states/integrations/api.ts';
import type { Functions } from '../states/integrations/lambda.ts';
import { worldIn } from '../states/integrations/world.ts';
import { isObject, type Json, type JsonObject, json } from '../states/json.ts';
import { type Execution, Executions } from '../states/service/executions.ts';
import { serverOf } from '../states/service/server.ts';
import type { Store } from '../states/service/store.ts';
import type { World } from '../states/world.ts';
import { Bus } from './bus.ts';
import { functionsOf } from './functions.ts';
import { httpApi } from './http.ts';
import { type Lookup, type Made, resolved } from './intrinsics.ts';
import type { Making, Said } from './kind.ts';
import { openMailbox } from './mailbox.ts';
import { kinds } from './makers.ts';
import { putObjects } from './objects.ts';
import { startPollers } from './pollers.ts';
import { seed } from './seed.ts';
import { startServers } from './servers.ts';
import { readServiceFile, type ServiceFile } from './service-file.ts';
import { sourcesOf } from './sources.ts';
import { type Uploads, uploadsBy } from './uploads.ts';

const machineType = 'AWS::StepFunctions::StateMachine';
const machineProperties = z.looseObject({
  Definition: json,
  DefinitionSubstitutions: z.record(z.string(), json).default({}),
  StateMachineType: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
});

export interface StackOptions {
  /** The folder in `examples/`. */
  readonly example: string;
  readonly clock: Clock;
  /** Is told what happens in the executions that `run` starts. */
  readonly hear?: (event: HistoryEvent) => void;
  /** Is told that something has happened in a child execution of a distributed Map. */
  readonly hearChild?: () => void;
  /** Is told what a function has thrown that no execution waits for. */
  readonly failed?: (name: string, error: unknown) => void;
  /** Where executions are kept; nowhere, unless it is said. */
  readonly store?: Store;
  /** Put in the place of what Task states call. */
  readonly tasks?: (tasks: World['tasks']) => World['tasks'];
  /** Put in the place of the functions. */
  readonly functions?: (functions: Functions) => Functions;
  /** Is told each line that a container writes, and that a build does. */
  readonly hearContainer?: (container: string, line: string) => void;
}

/** What an example deploys, on this machine. */
export interface Stack {
  /** The names of its state machines, in the order in which `serverless.yml` says them. */
  readonly machines: readonly string[];
  readonly executions: Executions;
  /** Where its HTTP API answers. */
  readonly url: string;
  /** What has been sent by e-mail so far. */
  readonly emails: readonly Email[];
  /** Asks the API of a service of this machine, by the name of its SDK client. */
  ask(api: string, action: string, input: JsonObject): Promise<JsonObject>;
  /** What `Ref` of a resource gives. */
  refOf(id: string): Promise<string>;
  /** Runs a state machine to its end. */
  run(machine: string, input: Json): Promise<Execution>;
  /** What was published to any topic since the last call. */
  mail(): Promise<Letter[]>;
  readonly put: Uploads;
  /** Likewise, and tells the executions once they have ended. */
  readonly upload: Uploads;
  stop(): Promise<void>;
}

/** Makes what an example deploys, on this machine; throws with what cannot be, and then nothing of it stays. */
export async function startStack({ example, clock, hear, ...options }: StackOptions): Promise<Stack> {
  const folder = `examples/${example}`;
  const file = readServiceFile(folder);
  const said: Said = { containers: {}, functions: {}, projects: {}, alarms: {} };
  const bus = new Bus();
  const emails: Email[] = [];
  const hearEmail = (email: Email) => void emails.push(email);
  const servers = await startServers(neededBy(file), { ...options, said, bus, hearEmail, now: clock.now });
  try {
    const services = { region, endpoints: servers.endpoints };
    const apis = new Apis(services);
    const ask: Making['ask'] = async (api, action, input) =>
      (await (await apis.open(api)).call(action, input, asked)).output;
    const named = (id: string) => `${file.service}-local-${id}`;
    const lookup = lookupIn(file, { folder, named, ask, bus, ...said });
    for (const id of Object.keys(file.resources.Resources)) await lookup(id);
    await seed(folder, lookup, ask);
    await putObjects(folder, servers.endpoints.s3, lookup);
    // It is asked by the machines that it runs, and so has a place before it is there.
    servers.endpoints.sfn = '';
    const functions = functionsOf(example, file);
    const code = options.functions?.(functions) ?? functions;
    const there = worldIn({ functions: code, services, clock });
    const world = { ...there, tasks: options.tasks?.(there.tasks) ?? there.tasks };
    const machines = await machinesOf(file, lookup, world.problems);
    const executions = new Executions({
      region,
      account,
      machines,
      world,
      problems: world.problems,
      ...(hear && { hear }),
      ...(options.hearChild && { hearChild: options.hearChild }),
      ...(options.store && { store: options.store }),
    });
    executions.abandon('The process that made it was stopped.');
    bus.executions = executions;
    servers.endpoints.sfn = await servers.listen(serverOf(executions));
    setEnvironment({ ...endpointVariables(servers.endpoints), ...(await environmentOf(file, lookup)) });
    const failed = options.failed ?? (() => undefined);
    const sources = await sourcesOf(file, { code, lookup }, failed);
    servers.stopFirst(startPollers(servers.endpoints.sqs ?? '', sources).stop);
    const url = await servers.listen(httpApi({ file, functions: code, failed }));
    const put = uploadsBy(bus, executions, servers.endpoints.s3);
    return {
      machines: Object.keys(machines),
      executions,
      url,
      emails,
      ask,
      refOf: async (id) => (await lookup(id)).ref,
      run: async (machine, input) => {
        const machineArn = executions.machineArn(machine);
        const isExpress = executions.machines.find(machineArn).type === 'EXPRESS';
        if (isExpress) return executions.startSync(machineArn, randomUUID(), input);
        const { arn } = executions.start(machineArn, randomUUID(), input);
        await executions.settled();
        return executions.find(arn);
      },
      mail: await openMailbox(await topicsOf(file, lookup), servers.endpoints.sqs ?? '', ask),
      put,
      upload: async (key, body) => {
        const begun = await put(key, body);
        await executions.settled();
        return begun.map(({ arn }) => executions.find(arn));
      },
      stop: async () => {
        for (const { arn, end } of executions.list()) if (!end) executions.stop(arn);
        await executions.settled().finally(servers.stop);
      },
    };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

const asked = { times: (date: Date) => date.toISOString(), signal: new AbortController().signal };

function neededBy({ service, resources }: ServiceFile): Set<string> {
  const types = Object.entries(resources.Resources).filter(([, { Type }]) => Type !== machineType);
  return new Set(
    types.flatMap(([id, { Type }]) => {
      const kind = kinds[Type];
      if (kind) return kind.needs;
      throw new Error(`${service}: ${id} is an ${Type}, which cannot be made on this machine`);
    }),
  );
}

/** Makes each resource once, when it is first asked for. */
function lookupIn(file: ServiceFile, making: Omit<Making, 'metadata'>): Lookup {
  const made = new Map<string, Promise<Made>>();
  const make = async (id: string): Promise<Made> => {
    const known = pseudo[id] ?? functionCalled(id, file) ?? machineCalled(id, file);
    const resource = file.resources.Resources[id];
    if (known) return known;
    if (!resource) throw new Error(`${file.service}: there is no ${id} in serverless.yml`);
    const properties = await resolved(resource.Properties, lookup);
    const kind = kinds[resource.Type];
    if (!kind || !isObject(properties)) throw new Error(`${id} cannot be made on this machine`);
    return kind.make(id, properties, { ...making, metadata: resource.Metadata });
  };
  const lookup = (id: string) => {
    const one = made.get(id) ?? make(id);
    made.set(id, one);
    return one;
  };
  return lookup;
}

const known = (ref: string, Arn = ref): Made => ({ ref, attributes: { Arn, Name: ref } });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const pseudo: Readonly<Record<string, Made>> = {
  'AWS::AccountId': known(account),
  'AWS::Partition': known('aws'),
  'AWS::Region': known(region),
  'AWS::StackName': known('local'),
};

/** A function by its logical id, as the Serverless Framework has it: `GreetLambdaFunction`. */
function functionCalled(id: string, { functions }: ServiceFile): Made | undefined {
  const name = Object.keys(functions).find(
    (one) => `${one.charAt(0).toUpperCase()}${one.slice(1)}LambdaFunction` === id,
  );
  return name === undefined ? undefined : known(name, `arn:aws:lambda:${region}:${account}:function:${name}`);
}

function machineCalled(id: string, { resources }: ServiceFile): Made | undefined {
  const arn = `arn:aws:states:${region}:${account}:stateMachine:${id}`;
  return resources.Resources[id]?.Type === machineType ? { ref: arn, attributes: { Arn: arn, Name: id } } : undefined;
}

const texts = z.record(z.string(), z.string());

/** The state machines by their logical ids, with what is known of the stack put in. */
async function machinesOf({ resources }: ServiceFile, lookup: Lookup, problems: Parameters<typeof checkDefinition>[1]) {
  const machines = Object.entries(resources.Resources).filter(([, { Type }]) => Type === machineType);
  const read = machines.map(async ([id, { Properties }]) => {
    const { Definition, DefinitionSubstitutions, StateMachineType: type } = machineProperties.parse(Properties);
    const values = texts.parse(await resolved(DefinitionSubstitutions, lookup));
    const definition = await checkDefinition(substituted(Definition, values), problems);
    return [id, { definition, type }] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

async function topicsOf({ resources }: ServiceFile, lookup: Lookup): Promise<string[]> {
  const topics = Object.entries(resources.Resources).filter(([, { Type }]) => Type === 'AWS::SNS::Topic');
  return Promise.all(topics.map(async ([id]) => (await lookup(id)).ref));
}

/** What the functions find in their environment: they share a process here, and so have to agree. */
async function environmentOf({ service, provider, functions }: ServiceFile, lookup: Lookup) {
  const all: Record<string, string> = {};
  for (const { environment } of [provider, ...Object.values(functions)]) {
    for (const [name, value] of Object.entries(environment)) {
      const said = String(await resolved(value, lookup));
      if ((all[name] ?? said) !== said) throw new Error(`${service}: two functions say another ${name} each`);
      all[name] = said;
    }
  }
  return all;
}
