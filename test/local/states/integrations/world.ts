import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import dynalite from 'dynalite';
import { startAws } from '../../../../local/aws.ts';
import type { BusEvent } from '../../../../local/events.ts';
import { listenOnLoopback } from '../../../../local/loopback.ts';
import { openQueue } from '../../../../local/queue.ts';
import { codeBuild, type Project } from '../../../../local/services/codebuild/codebuild.ts';
import { type Container, ecs } from '../../../../local/services/ecs.ts';
import { eventBridge } from '../../../../local/services/eventbridge.ts';
import { zipped, zipsAt } from '../../../../local/services/zips.ts';
import { checked } from '../../../../local/states/check.ts';
import { type Clock, realClock } from '../../../../local/states/clock.ts';
import type { Machine } from '../../../../local/states/definition.ts';
import type { HistoryEvent } from '../../../../local/states/history.ts';
import { Apis } from '../../../../local/states/integrations/api.ts';
import type { Functions } from '../../../../local/states/integrations/lambda.ts';
import { worldIn } from '../../../../local/states/integrations/world.ts';
import type { Json, JsonObject } from '../../../../local/states/json.ts';
import { Executions } from '../../../../local/states/service/executions.ts';
import { serverOf } from '../../../../local/states/service/server.ts';
import { noStore, type Store } from '../../../../local/states/service/store.ts';
import { athena } from './athena.ts';

export const table = 'stock';

/** A container for each way that a process can end. */
const script = (code: string): Container => ({
  name: 'main',
  entryPoint: [process.execPath, '-e'],
  command: [code],
  environment: { FROM: 'definition' },
});
const definitions = {
  says: script('console.log(process.env.FROM, process.env.WORD, process.argv.slice(1).join())'),
  breaks: script('process.exit(3)'),
  hangs: script('setInterval(() => {}, 1000)'),
  absent: { ...script(''), entryPoint: ['no-such-program'] },
};

/** A project for each way that a build can end. */
const buildOf = (command: string): Project => ({
  source: {
    location: 'tributary/source.zip',
    buildspec: `version: 0.2\nphases: { build: { commands: ['${command}'] } }`,
  },
  artifacts: undefined,
  environment: {},
});
const projects = { says: buildOf('true'), breaks: buildOf('exit 3'), hangs: buildOf('sleep 1000') };

/** A time in which nobody waits for a state that does. */
const pauseless = realClock(() => 0);

/** Asks until there is something. */
export async function until<T>(look: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A place with every service that a Task can call, each behind its own API on this machine. */
export async function openWorld() {
  const closing: (() => Promise<void>)[] = [];
  const heard: { events: BusEvent[]; lines: string[] } = { events: [], lines: [] };
  const listen = async (server: Parameters<typeof listenOnLoopback>[0]) => {
    const { url, close } = await listenOnLoopback(server);
    closing.push(close);
    return url;
  };
  const aws = await startAws();
  const containers = ecs({ definitions, environment: {}, hear: (_name, line) => void heard.lines.push(line) });
  const zips = zipsAt(aws.endpoints.s3);
  await zips.write(aws.bucket, 'source.zip', zipped({}));
  const builds = codeBuild({ projects, zips, environment: {} });
  closing.push(aws.stop, containers.stop, builds.stop);
  const endpoints: Record<string, string> = {
    ...aws.endpoints,
    dynamodb: await listen(dynalite({ createTableMs: 0 })),
    ecs: await listen(containers.server),
    eventbridge: await listen(eventBridge((event) => void heard.events.push(event))),
    athena: await listen(athena()),
    codebuild: await listen(builds.server),
  };
  await makeTable(endpoints.dynamodb ?? '');
  return {
    bucket: aws.bucket,
    queueUrl: aws.queueUrl,
    topicArn: aws.topicArn,
    heard,
    /** The bodies of what has come to a queue: the one that is written to, or the one that hears the topic. */
    received: async (which: 'queue' | 'mailbox' = 'queue') => {
      const url = which === 'queue' ? aws.queueUrl : aws.mailboxUrl;
      const bodies: string[] = [];
      for await (const some of openQueue(aws.sqs, url).receive()) bodies.push(...some.map(({ Body = '' }) => Body));
      return bodies;
    },
    put: (Key: string, Body: string | Uint8Array) =>
      aws.s3.send(new PutObjectCommand({ Bucket: aws.bucket, Key, Body })),
    get: async (Key: string) => {
      const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: aws.bucket, Key }));
      return Body?.transformToString();
    },
    /** These machines, with functions and services; without those that are said to be missing. */
    machines: (machines: Readonly<Record<string, object>>, given: Given = {}) => served(machines, given, endpoints),
    close: () => Promise.all(closing.map((close) => close())),
  };
}

export interface Given {
  readonly functions?: Functions;
  readonly missing?: readonly string[];
  readonly store?: Store;
  readonly clock?: Clock;
  /** More of them. */
  readonly endpoints?: Readonly<Record<string, string>>;
}

async function served(
  machines: Readonly<Record<string, object>>,
  { functions = {}, missing = [], endpoints: more = {}, store = noStore, clock = pauseless }: Given,
  there: Readonly<Record<string, string>>,
) {
  const all = Object.entries({ ...there, ...more });
  const endpoints = Object.fromEntries(all.filter(([name]) => !missing.includes(name)));
  const read = Object.fromEntries(
    Object.entries(machines).map(([name, one]) => [name, { definition: machineOf(one) }]),
  );
  const services = { region: 'local', endpoints };
  const world = worldIn({ functions, services, clock });
  const executions = new Executions({
    region: 'local',
    account: '000000000000',
    machines: read,
    world,
    problems: world.problems,
    store,
  });
  const { url, close } = await listenOnLoopback(serverOf(executions));
  if (!missing.includes('sfn')) Object.assign(endpoints, { sfn: url });
  return {
    executions,
    close,
    /** Asks a service by itself. */
    ask: async (api: string, action: string, input: JsonObject) => {
      const how = { times: (date: Date) => date.toISOString(), signal: new AbortController().signal };
      return (await (await new Apis(services).open(api)).call(action, input, how)).output;
    },
    /** What cannot be called, of all of them. */
    problems: async () =>
      (await Promise.all(Object.values(read).map(({ definition }) => world.problems(definition)))).flat(),
    /** Runs the first of them to its end, and does something else meanwhile, which hears what has happened. */
    run: async (input: Json = {}, meanwhile?: (happened: () => readonly HistoryEvent[]) => Promise<void>) => {
      const [name = ''] = Object.keys(read);
      const { arn } = executions.start(executions.machineArn(name), `run-${crypto.randomUUID()}`, input);
      await meanwhile?.(() => executions.find(arn).events);
      await executions.settled();
      const { end, events } = executions.find(arn);
      return { ...end, events, types: events.map(({ type }) => type) };
    },
  };
}

function machineOf(definition: object): Machine {
  const found = checked(definition);
  if ('problems' in found) throw new Error(found.problems.join('\n'));
  return found.machine;
}

async function makeTable(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  await client.send(
    new CreateTableCommand({
      TableName: table,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  client.destroy();
}
