import type { ReadStream } from 'node:tty';
import type { Keys } from './answers.ts';

/** The keys that are pressed at a terminal, undefined where it is none; Ctrl-C stops the process, as always. */
export function keysOf(input: ReadStream & { readonly isTTY: boolean }): Keys | undefined {
  if (!input.isTTY) return undefined;
  return async () => {
    input.setRawMode(true).resume();
    try {
      const key = await new Promise<string>((resolve) => input.once('data', (data) => resolve(data.toString())));
      if (key === '\u0003') process.kill(process.pid, 'SIGINT');
      return key;
    } finally {
      input.setRawMode(false).pause();
    }
  };
}
