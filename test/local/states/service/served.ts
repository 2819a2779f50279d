import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { listenOnLoopback } from '../../../../local/loopback.ts';
import { machineSchema } from '../../../../local/states/definition.ts';
import type { Json } from '../../../../local/states/json.ts';
import { type Execution, Executions, type MachinesOptions } from '../../../../local/states/service/executions.ts';
import { serverOf } from '../../../../local/states/service/server.ts';
import type { World } from '../../../../local/states/world.ts';
import { call, chain, pass } from '../rig.ts';
import { virtualClock } from '../virtual-clock.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

interface Given extends Partial<Pick<MachinesOptions, 'machines'>> {
  readonly world?: Partial<World>;
}

/** Some machines behind the server, with the client of the SDK, and what ends as it is told. */
export async function serve({ machines = {}, world = {} }: Given = {}) {
  const told: Execution[] = [];
  const clock = virtualClock();
  let ids = 0;
  const executions = new Executions({
    region: 'local',
    account: '000000000000',
    machines,
    world: {
      clock,
      random: () => 0,
      uuid: () => `id-${ids++}`,
      tasks: async () => 'done',
      objects: { read: async () => new Uint8Array(), list: async () => [], write: async () => undefined },
      ...world,
    },
    ended: async (execution) => void told.push(execution),
  });
  const server = serverOf(executions);
  const asked: string[] = [];
  server.on('request', ({ headers }) => asked.push(String(headers['x-amz-target'])));
  /** Resolves when such a request has come. */
  const arrived = async (operation: string) => {
    while (!asked.some((one) => one.endsWith(operation))) await new Promise((resolve) => setImmediate(resolve));
  };
  const { url, close } = await listenOnLoopback(server);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SFNClient({
    endpoint: url,
    region: 'local',
    credentials,
    maxAttempts: 1,
    disableHostPrefix: true,
  });
  closing.push(close, async () => client.destroy());
  return { executions, client, told, clock, arrived, url };
}

export const machineOf = (states: Readonly<Record<string, object>>, more?: object) =>
  machineSchema.parse(chain(states, more));

/** A machine of two states, whose second asks. */
export async function served(answer: (input: Json) => Promise<Json> = async () => 'done', asks: object = call) {
  const rig = await serve({
    machines: { machine: { definition: machineOf({ First: pass, Check: asks }) } },
    world: { tasks: ({ input }) => answer(input) },
  });
  const stateMachineArn = rig.executions.machineArn('machine');
  const start = (name: string, input: object) =>
    rig.client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  return { ...rig, start, stateMachineArn };
}

/** Answers that come when they are told to. */
export function later() {
  const waiting: ((answer: Json) => void)[] = [];
  return {
    answer: () => new Promise<Json>((resolve) => waiting.push(resolve)),
    go: async (answer: Json) => {
      while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
      waiting.shift()?.(answer);
    },
  };
}
