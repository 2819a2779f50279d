import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { definitionPath, machineOf, readDefinition, readYaml } from '../../local/definition.ts';
import type { TaskState } from '../../local/states/definition.ts';
import { isTask, type NamedState, statesOf } from '../../local/states/walk.ts';

const functionSchema = z.looseObject({ handler: z.string().optional() });
/** What a function.yml says: the functions, by their names. */
type Functions = Readonly<Record<string, z.infer<typeof functionSchema>>>;

/** What the files of a project say of its functions, which go by the names of their folders. */
export interface Project {
  /** The states that call a function. */
  readonly tasks: readonly NamedState<TaskState>[];
  /** The folders that have a handler.ts. */
  readonly handlers: readonly string[];
  /** What function.yml says, by the name of its folder. */
  readonly declared: ReadonlyMap<string, Functions>;
  /** Those that have their line in serverless.yml. */
  readonly listed: readonly string[];
  /** The templates of resources/, where rules stand that call functions. */
  readonly resources: string;
}

/** The folders of `functions/` that have a file of that name. */
export const functionsWith = (file: string, root = '.'): string[] =>
  readdirSync(join(root, 'functions')).filter((name) => existsSync(join(root, 'functions', name, file)));

/** Reads the project that lies in the folder. */
export function readProject(root: string): Project {
  return {
    tasks: [...statesOf(machineOf(readDefinition(join(root, definitionPath))))].filter(isTask),
    handlers: functionsWith('handler.ts', root),
    declared: new Map(functionsWith('function.yml', root).map((name) => [name, readFunctions(root, name)])),
    listed: readListed(root),
    resources: textsIn(join(root, 'resources')),
  };
}

const readFunctions = (root: string, name: string): Functions =>
  z
    .record(z.string(), functionSchema)
    .catch({})
    .parse(readYaml(join(root, 'functions', name, 'function.yml')));

const line = /^\$\{file\((?:\.\/)?functions\/([^/]+)\/function\.yml\)\}$/;

function readListed(root: string): string[] {
  const service = z.looseObject({ functions: z.array(z.unknown()).catch([]) });
  const { functions } = service.parse(readYaml(join(root, 'serverless.yml')));
  return functions.flatMap((one) => line.exec(String(one))?.[1] ?? []);
}

const textsIn = (folder: string): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
