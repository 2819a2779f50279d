import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { z } from 'zod';
import type { Problem } from './world.ts';

/** What esbuild throws: https://esbuild.github.io/api/#build-failures */
const buildFailure = z.object({
  errors: z.array(
    z.object({
      text: z.string(),
      location: z.object({ file: z.string(), line: z.int(), column: z.int() }).nullable(),
    }),
  ),
});

/** What an error says of the code, each part with the place where it stands. */
export function problemsIn(error: unknown): Problem[] {
  const built = buildFailure.safeParse(error).data;
  if (built) {
    return built.errors.map(({ text, location }) =>
      location ? { message: text, ...location, column: location.column + 1 } : { message: text },
    );
  }
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const listed = message.split('\n- ').slice(1);
  if (listed.length === 0 || !listed.some(isPlaced)) return [{ message, ...placeIn(stack) }];
  return listed.map(placed);
}

const placedText = /^((?:pipeline|statemachines|functions)\/[\w./-]+):\s*(.*)$/s;
const isPlaced = (text: string) => placedText.test(text);

/** `pipeline/report/daily.sql: Binder Error: … LINE 3: …`, as `verify` tells it. */
function placed(text: string): Problem {
  const [, file, message = text] = placedText.exec(text) ?? [];
  if (file === undefined) return { message: text };
  return { message, file, line: lineIn(message, file) };
}

/** The line that the engine names or, where it names none, the first that has a word that the message quotes. */
function lineIn(message: string, file: string): number | undefined {
  const [, named] = /\bLINE (\d+):/.exec(message) ?? [];
  if (named !== undefined) return Number(named);
  const quoted = [...message.matchAll(/["'`]([^"'`\n]+)["'`]/g)].map(([, word = '']) => word);
  const lines = linesOf(file);
  const at = lines.findIndex((line) => quoted.some((word) => line.includes(word)));
  return at < 0 ? undefined : at + 1;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The innermost place of a stack that is in `pipeline/` or, where none is, in `functions/`. */
function placeIn(stack: string): Pick<Problem, 'file' | 'line' | 'column'> {
  const places = [...stack.matchAll(/\(?(?:file:\/\/)?(\/[^\s():]+):(\d+):(\d+)\)?$/gm)].map(
    ([, path = '', line, column]) => ({ file: relative('.', path), line: Number(line), column: Number(column) }),
  );
  const own = (folder: string) => places.find(({ file }) => file.startsWith(`${folder}/`));
  return own('pipeline') ?? own('functions') ?? {};
}
