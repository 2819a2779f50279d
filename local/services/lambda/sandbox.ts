import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { unpack } from '../zips.ts';

/** What a call came to: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const reply = z.object({ id: z.string(), payload: z.json(), failed: z.boolean().default(false) });
export type Reply = Omit<z.infer<typeof reply>, 'id'>;

export interface Running {
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Where one version of a function's code runs: a process, which stays for the next call. */
export class Sandbox {
  readonly #folder: string;
  readonly #running: Running;
  #process: ChildProcess | undefined;
  readonly #waiting = new Map<string, (reply: Reply) => void>();

  private constructor(folder: string, running: Running) {
    this.#folder = folder;
    this.#running = running;
  }

  /** Rejects where it is no zip. */
  static async open(zip: Uint8Array, running: Running): Promise<Sandbox> {
    const folder = await mkdtemp(join(tmpdir(), 'function-'));
    await unpack(zip, folder);
    return new Sandbox(folder, running);
  }

  call(event: unknown): Promise<Reply> {
    const id = randomUUID();
    this.#process ??= this.#begin();
    this.#process.send({ id, event });
    return new Promise((resolve) => void this.#waiting.set(id, resolve));
  }

  async close(): Promise<void> {
    const child = this.#process;
    if (child) await new Promise((resolve) => child.once('exit', resolve).kill('SIGKILL'));
    await rm(this.#folder, { recursive: true, force: true });
  }

  #begin(): ChildProcess {
    const { handler, environment } = this.#running;
    const child = spawn(process.execPath, ['local/services/lambda/runtime.js', this.#folder, handler], {
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (message) => {
      const { id, ...its } = reply.parse(message);
      this.#waiting.get(id)?.(its);
      this.#waiting.delete(id);
    });
    child.on('exit', (code) => {
      this.#process = undefined;
      const errorMessage = `Runtime exited with ${code === null ? 'a signal' : `error: exit status ${code}`}`;
      for (const end of this.#waiting.values()) {
        end({ payload: { errorType: 'Runtime.ExitError', errorMessage }, failed: true });
      }
      this.#waiting.clear();
    });
    return child;
  }
}
