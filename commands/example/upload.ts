import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { isInstalled, notInstalled } from '../../local/program.ts';
import type { Stack } from '../../local/stack/stack.ts';
import type { Json } from '../../local/states/json.ts';
import type { Execution } from '../../local/states/service/executions.ts';

/** An input that begins with an upload: its key, and a file of this machine, or the command that writes one to its output. */
export const upload = z.union([
  z.strictObject({ upload: z.string(), file: z.string() }),
  z.strictObject({ upload: z.string(), command: z.tuple([z.string()], z.string()) }),
]);

type Upload = z.infer<typeof upload>;

/** A file of this machine, uploaded beside another. */
export const fileBeside = (file: string, { upload }: Upload): Upload => ({
  upload: `${dirname(upload)}/${basename(file)}`,
  file,
});

/** Rejects with advice where the program is not on this machine. */
export async function bodyOf(one: Upload): Promise<Uint8Array> {
  if ('file' in one) return readFile(one.file);
  const [program, ...words] = one.command;
  if (!isInstalled(program)) throw new Error(notInstalled(program));
  const { stdout } = await promisify(execFile)(program, words, { encoding: 'buffer', maxBuffer: 2 ** 30 });
  return stdout;
}

/** What comes of an input: of one that begins with an upload the executions which that starts. */
export async function ranBy(stack: Stack, machine: string, input: Json): Promise<Execution[]> {
  const file = upload.safeParse(input).data;
  return file ? stack.upload(file.upload, await bodyOf(file)) : [await stack.run(machine, input)];
}
