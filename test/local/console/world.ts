import { pictureOf } from '../../../commands/diagram/flat.ts';
import type { Line } from '../../../commands/logs/lines.ts';
import type { Actions } from '../../../local/console/actions.ts';
import { Changes } from '../../../local/console/changes.ts';
import { pageFiles } from '../../../local/console/page-files.ts';
import { serverOf } from '../../../local/console/server.ts';
import { startBy } from '../../../local/console/start.ts';
import type { About, ConsoleWorld } from '../../../local/console/world.ts';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { realClock } from '../../../local/states/clock.ts';
import { machineSchema } from '../../../local/states/definition.ts';
import { type Json, json } from '../../../local/states/json.ts';
import { Executions } from '../../../local/states/service/executions.ts';
import { operationsOn } from '../../../local/states/service/operations.ts';
import type { World } from '../../../local/states/world.ts';

type Call = Parameters<World['tasks']>[0];

interface Given {
  /** Definitions, by the names of their machines. */
  readonly machines: Readonly<Record<string, object>>;
  readonly answer?: (call: Call) => unknown;
  readonly about?: Partial<About>;
  /** What each machine may be started with. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly start?: Actions['start'];
  readonly lines?: readonly Line[];
  readonly isReadOnly?: boolean;
}

/** A console over state machines whose calls a test answers, and a bucket that it fills; nothing of it is a stand-in for the page. */
export async function openConsole(given: Given) {
  const { machines, answer = () => ({}), about, inputs = {}, lines = [], isReadOnly = false } = given;
  const changes = new Changes(20);
  const objects = new Map<string, string>();
  const acted: unknown[] = [];
  let ids = 0;
  const executions = new Executions({
    region: 'local',
    account: '000000000000',
    machines: Object.fromEntries(
      Object.entries(machines).map(([name, one]) => [name, { definition: machineSchema.parse(one) }]),
    ),
    world: {
      clock: realClock(),
      random: () => 0,
      uuid: () => `id-${ids++}`,
      tasks: async (call) => json.parse((await answer(call)) ?? {}),
      objects: { read: async () => new Uint8Array(), list: async () => [], write: async () => undefined },
    },
    hear: () => changes.tell(),
    hearChild: () => changes.tell(),
    ended: async () => changes.tell(),
  });
  const world: ConsoleWorld = {
    about: () => ({ ...plain, ...(isReadOnly && { inbox: undefined }), ...about }),
    states: operationsOn(executions),
    bucket: {
      list: async (prefix) =>
        [...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key, size: 1 })),
      open: async (key) => {
        const text = objects.get(key);
        return text === undefined ? undefined : { body: Buffer.from(text), type: 'application/json' };
      },
    },
    logs: async () => lines,
    picture: pictureOf,
    actions: isReadOnly
      ? undefined
      : {
          start: given.start ?? ((request, signal) => startBy(operationsOn(executions), request, signal)),
          inputs: () => inputs,
          act: async (action) => void acted.push(action),
          put: async (path) => void acted.push(path),
        },
    changes,
  };
  const { url, close } = await listenOnLoopback(serverOf(world, await pageFiles()));
  return {
    url,
    world,
    executions,
    objects,
    acted,
    start: (machine: string, name: string, input: Json) =>
      executions.start(executions.machineArn(machine), name, input).arn,
    close: async () => {
      for (const { arn, end } of executions.list()) if (!end) executions.stop(arn);
      await executions.settled();
      await close();
    },
  };
}

const plain: About = { name: 'shop', place: 'this machine', flag: '', inbox: 'inbox', problems: [], notices: [] };
