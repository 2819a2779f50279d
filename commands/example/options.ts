import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../../local/command-line.ts';
import { type Json, json } from '../../local/states/json.ts';
import { fileBeside, upload } from './upload.ts';

const folder = 'examples';

/** The examples that are there, by their folders. */
export const examples = (): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    existsSync(join(folder, entry.name, 'serverless.yml')) ? [entry.name] : [],
  );

/** The inputs that an example has, by their names. */
export function inputsOf(example: string): ReadonlyMap<string, Json> {
  const inputs = join(folder, example, 'inputs');
  const files = existsSync(inputs) ? readdirSync(inputs) : [];
  const read = (file: string) => json.parse(JSON.parse(readFileSync(join(inputs, file), 'utf8')));
  return new Map(files.map((file) => [file.replace(/\.json$/, ''), read(file)]));
}

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
  const { values, positionals } = readCommandLine(
    {
      args: [...args],
      options: { machine: { type: 'string' }, serve: { type: 'boolean', default: false } },
      allowPositionals: true,
    },
    usage(),
  );
  const [example = '', input = 'default'] = positionals;
  const problem = example === '' ? 'Which example? Say its name.' : `There is no example "${example}".`;
  if (!examples().includes(example)) throw new Error(`${problem}\n\n${usage()}`);
  return { example, machine: values.machine, serve: values.serve, input: readInput(example, input) };
}

function readInput(example: string, said: string): Json {
  const inputs = inputsOf(example);
  const known = inputs.get(said);
  if (known !== undefined) return known;
  try {
    if (existsSync(said)) return fileBeside(said, upload.parse(inputs.get('default')));
    return json.parse(JSON.parse(said));
  } catch {
    throw new Error(
      `"${said}" is neither JSON nor an input of ${example}, which has ${[...inputs.keys()].join(', ')}.`,
    );
  }
}
