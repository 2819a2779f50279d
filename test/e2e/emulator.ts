import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';
import { freePort } from '../../local/loopback.ts';
import { pythonWith } from '../../local/python.ts';
import { startAthena } from './athena.ts';

/** A question to IAM, and its answer. */
interface Decision {
  readonly principal: string | null;
  readonly action: string;
  readonly resource: string;
  /** Of a listing. */
  readonly prefix: string | null;
  readonly allowed: boolean;
}

export interface Emulator {
  readonly endpoint: string;
  decisions(): Decision[];
  stop(): Promise<void>;
}

/** Starts an AWS on a free port of the loopback address, IAM on, which keeps all it has in the folder; Athena is beside it. */
export async function startEmulator(folder: string, workGroups: readonly string[]): Promise<Emulator> {
  const python = pythonWith(join(here, 'requirements.txt'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const athena = await startAthena(endpoint, workGroups);
  const decisionsPath = join(folder, 'decisions.ndjson');
  // Functions get what the emulator has: nothing of this machine's own.
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TMPDIR: folder,
    STATE_DIR: join(folder, 'state'),
    S3_DATA_DIR: join(folder, 's3'),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: 'eu-central-1',
    AUTH: 'true',
    DECISIONS: decisionsPath,
    ATHENA: athena.url,
  };
  const log = join(folder, 'emulator.log');
  const emulator = spawn(python, [join(here, 'ministack_as_aws.py')], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  for (const stream of [emulator.stdout, emulator.stderr]) stream.pipe(createWriteStream(log, { flags: 'a' }));
  const ended = once(emulator, 'exit').then(() => {
    throw new Error(`The emulator has ended; its last words:\n${readFileSync(log, 'utf8').slice(-2000)}`);
  });
  await Promise.race([ended, answering(`${endpoint}/_ministack/health`)]);
  return {
    endpoint,
    decisions: () => readFileSync(decisionsPath, 'utf8').split('\n').filter(Boolean).map(readDecision),
    stop: async () => {
      ended.catch(() => undefined);
      emulator.kill();
      await ended.catch(() => undefined);
      await athena.close();
    },
  };
}

const here = 'test/e2e/emulator';

const decision: z.ZodType<Decision> = z.object({
  principal: z.string().nullable(),
  action: z.string(),
  resource: z.string(),
  prefix: z.string().nullable(),
  allowed: z.boolean(),
});
const readDecision = (line: string) => jsonText(decision).parse(line);

async function answering(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(200);
  }
}
