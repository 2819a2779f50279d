import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { endsWith } from '../process-group.ts';

/** Where commands run. */
export interface Shell {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly hear: (line: string) => void;
  /** Ends them, and what they have started. */
  readonly signal: AbortSignal;
}

/** Runs commands one after the other in one shell; rejects with the one that fails. */
export async function runCommands(commands: readonly string[], shell: Shell): Promise<void> {
  if (commands.length === 0) return;
  shell.signal.throwIfAborted();
  // Each is told on a channel of its own before it begins, so that the one that fails is known.
  const script = commands.map((command, at) => `echo ${at} >&3\n${command}\n`).join('');
  const child = spawn('sh', ['-e', '-c', script], {
    cwd: shell.folder,
    env: { PATH: process.env.PATH ?? '', HOME: shell.folder, ...shell.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true, // a group of its own, which is ended as a whole
  });
  const over = endsWith(shell.signal, child);
  let last = 0;
  const [, out, err, begun] = child.stdio;
  for (const stream of [out, err]) createInterface({ input: readable.parse(stream) }).on('line', shell.hear);
  createInterface({ input: readable.parse(begun) }).on('line', (line) => {
    last = Number(line);
    shell.hear(`$ ${commands[last]}`);
  });
  try {
    const [code] = closed.parse(await once(child, 'close'));
    shell.signal.throwIfAborted();
    if (code !== 0) throw new Error(`Error while executing command: ${commands[last]}. Reason: exit status ${code}`);
  } finally {
    over();
  }
}

const readable = z.custom<Readable>((value) => typeof value === 'object' && value !== null);
const closed = z.tuple([z.number().nullable(), z.unknown()]);
