import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { z } from 'zod';
import { definitionPath, machineTitle } from '../definition.ts';
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
  const [title = '', ...listed] = message.split('\n- ');
  if (title === machineTitle) return listed.map((problem) => placed(`${definitionPath}: ${problem}`));
  if (listed.some(isPlaced)) return listed.map(placed);
  return isPlaced(message.split('\n')[0] ?? '') ? [placed(message)] : [{ message, ...placeIn(stack) }];
}

const placedText = /((?:pipeline|statemachines|functions)\/[\w./-]+\.\w+):\s*(.*)$/s;
/** Where YAML cannot be read; below stands what is there. */
const inYaml = / at line (\d+), column \d+:\n.*/s;
/** What stands there, as the engine shows it. */
const excerpt = /\n\nLINE \d+:.*/s;
const isPlaced = (text: string) => placedText.test(text);

/** `The table "daily" cannot be made; look at pipeline/report/daily.sql: … LINE 3: …`, as `verify` tells it. */
function placed(text: string): Problem {
  const [, file, said = text] = placedText.exec(text) ?? [];
  if (file === undefined) return { message: text };
  return {
    message: said
      .replace(inYaml, '')
      .replace(excerpt, '')
      .replace(/^line \d+: /, ''),
    file,
    line: lineIn(said, file),
  };
}

/** The line that the engine or the reader of YAML names or, where it names none, the first with what the message speaks of. */
function lineIn(message: string, file: string): number | undefined {
  const [, counted] = /\bline (\d+):/i.exec(message) ?? inYaml.exec(message) ?? [];
  if (counted !== undefined) return Number(counted);
  const quoted = [...message.matchAll(/["'`]([^"'`\n]+)["'`]/g)].map(([, word = '']) => word);
  const [, named = ''] = /^(\w+):/.exec(message) ?? /^state (\w+)\b/.exec(message) ?? [];
  const words = [...(named ? [`${named}:`] : []), ...quoted];
  const at = linesOf(file).findIndex((line) => words.some((word) => line.includes(word)));
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
