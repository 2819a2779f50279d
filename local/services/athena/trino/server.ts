import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from '../../../loopback.ts';
import { type Installed, install } from './install.ts';

export interface Trino {
  readonly url: string;
  /** Where it may keep what it likes. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts a Trino without catalogues on a free port of the loopback address. */
export async function startTrino(): Promise<Trino> {
  const installed = install();
  const folder = await mkdtemp(join(tmpdir(), 'trino-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await writeFile(join(folder, 'config.properties'), configOf(url, installed));
  const server = spawn(installed.java, argumentsOf(folder, installed));
  const log = join(folder, 'log');
  for (const stream of [server.stdout, server.stderr]) stream.pipe(createWriteStream(log, { flags: 'a' }));
  const ended = once(server, 'exit');
  const early = ended.then(() => {
    throw new Error(`Trino has ended; its last words:\n${readFileSync(log, 'utf8').slice(-3000)}`);
  });
  await Promise.race([early, started(url)]);
  return {
    url,
    folder,
    stop: async () => {
      early.catch(() => undefined);
      server.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const argumentsOf = (folder: string, { lib }: Installed) => [
  '-Xmx3G',
  // A query that lives for a second is not worth more.
  '-XX:TieredStopAtLevel=1',
  // What Trino's own launcher allows, so that nothing is warned of.
  '--sun-misc-unsafe-memory-access=allow',
  '--enable-native-access=ALL-UNNAMED',
  `-Dconfig=${join(folder, 'config.properties')}`,
  ...['-cp', `${lib}/*`, 'bsh.Interpreter', 'local/services/athena/trino/start.bsh'],
];

/** https://trino.io/docs/476/installation/deployment.html */
const configOf = (url: string, { plugin }: Installed) => `
node.environment=test
node.internal-address=127.0.0.1
node.bind-ip=127.0.0.1
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port=${new URL(url).port}
discovery.uri=${url}
plugin.dir=${resolve(plugin)}
catalog.management=dynamic
catalog.store=memory
`;

const info = z.object({ starting: z.boolean() });

async function started(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/v1/info`).catch(() => undefined);
    if (answer?.ok && !info.parse(await answer.json()).starting) return;
    await setTimeout(200);
  }
}
