/** Step Functions in a process of its own, which keeps its executions in a folder, and does there what files say. */
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { realClock } from '../../../local/states/clock.ts';
import { machineSchema } from '../../../local/states/definition.ts';
import { Failure } from '../../../local/states/failure.ts';
import { Executions } from '../../../local/states/service/executions.ts';
import { serverOf } from '../../../local/states/service/server.ts';
import { folderStore } from '../../../local/states/service/store.ts';

const [folder = '', machines = '{}', later = '0'] = process.argv.slice(2);
const says = (name: string) => existsSync(join(folder, name));
const tell = (line: string) => appendFileSync(join(folder, 'told'), `${line}\n`);
/** Waits for as long as there is such a file. */
const held = async (name: string) => {
  while (says(`hold ${name}`)) await setTimeout(5);
};

const given = Object.entries(JSON.parse(machines)).map(([name, definition]) => [
  name,
  { definition: machineSchema.parse(definition) },
]);
const clock = realClock();
const executions = new Executions({
  region: 'local',
  account: '000000000000',
  machines: Object.fromEntries(given),
  store: folderStore(join(folder, 'kept')),
  world: {
    clock: { ...clock, now: () => new Date(clock.now().getTime() + Number(later)) },
    random: () => 0,
    uuid: () => crypto.randomUUID(),
    tasks: async ({ state, input }) => {
      tell(`${state} ${JSON.stringify(input)}`);
      await held(state);
      if (says(`fail ${state}`)) throw new Failure('Broken', 'for now');
      return { from: state };
    },
    objects: { read: async () => new Uint8Array(), list: async () => [], write: async () => undefined },
  },
  ended: async ({ name, end }) => {
    tell(`ends ${name} ${end?.status}`);
    await held('end');
  },
});
const { url } = await listenOnLoopback(serverOf(executions));
executions.resume();
process.stdout.write(`${url}\n`);
