import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Json, json } from '../../local/states/json.ts';
import { fileBeside, upload } from './upload.ts';

const folder = 'examples';

/** The examples that are there, by their folders. */
export const examples = (): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    existsSync(join(folder, entry.name, 'serverless.yml')) ? [entry.name] : [],
  );

export const usage = () => `Runs a state machine of examples/ on this machine, and shows the way that it took.

  npm run example -- <name> [input] [options]

  <name>              ${examples().join(', ')}
  [input]             JSON, or one of examples/<name>/inputs/ by its name   (default);
                      where an upload begins it, the path of a file too
  --machine <name>    where an example has several                          (the first one)
  --serve             asks nothing, but keeps its HTTP API up, for a browser
  --help              show this`;

export interface ExampleOptions {
  readonly example: string;
  readonly machine: string | undefined;
  readonly input: Json;
  readonly serve: boolean;
}

/** Reads the command line; throws with advice where it says nothing that is there. */
export function readOptions(args: readonly string[]): ExampleOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { machine: { type: 'string' }, serve: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [example = '', input = 'default'] = positionals;
  if (!examples().includes(example)) throw new Error(`There is no example "${example}".\n\n${usage()}`);
  return { example, machine: values.machine, serve: values.serve, input: readInput(example, input) };
}

function readInput(example: string, said: string): Json {
  const inputs = join(folder, example, 'inputs');
  const pathOf = (name: string) => join(inputs, `${name}.json`);
  try {
    if (existsSync(pathOf(said))) return json.parse(JSON.parse(readFileSync(pathOf(said), 'utf8')));
    if (existsSync(said)) return fileBeside(said, upload.parse(JSON.parse(readFileSync(pathOf('default'), 'utf8'))));
    return json.parse(JSON.parse(said));
  } catch {
    const named = readdirSync(inputs).map((file) => file.replace(/\.json$/, ''));
    throw new Error(`"${said}" is neither JSON nor an input of ${example}, which has ${named.join(', ')}.`);
  }
}
