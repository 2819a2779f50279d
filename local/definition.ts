import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { TributaryError } from '../functions/core/errors.ts';
import { messageOf } from '../functions/core/told.ts';
import { checked, shaped } from './states/check.ts';
import type { Machine } from './states/definition.ts';

/** Where the order of the steps stands. */
export const definitionPath = 'statemachines/pipeline.asl.yaml';

/** A definition in YAML, or in JSON, which is YAML too. */
export const readDefinition = (path = definitionPath): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(readYaml(path));

/** What a file of YAML says, the tags of CloudFormation passed over. Throws PipelineInvalid with the file's name. */
export function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { logLevel: 'error' });
  } catch (error) {
    throw new TributaryError('PipelineInvalid', `${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** What a definition says, its place-holders as they are; throws PipelineInvalid where it is none. */
export function machineOf(definition: unknown): Machine {
  const read = shaped(definition);
  if ('problems' in read) throw invalid(read.problems);
  return read.machine;
}

/** The names of the functions that a definition calls: `ingest` where it says `${IngestFunctionArn}`. */
export const functionsIn = (definition: unknown): string[] => {
  const called = JSON.stringify(definition).matchAll(/\$\{(\w+)FunctionArn\}/g);
  return [...new Set([...called].map(([, name = '']) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`))];
};

const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const functionArn = (name: string) => `arn:aws:lambda:local:000000000000:function:${name}`;

/** A definition with values in the place of their names: `${Topic}`. */
export const substituted = (definition: unknown, values: Readonly<Record<string, string>>): unknown =>
  JSON.parse(
    JSON.stringify(definition).replace(/\$\{(\w+)\}/g, (all, name: string) =>
      JSON.stringify(values[name] ?? all).slice(1, -1),
    ),
  );

/** The machine, with the ARNs of functions put in; throws where it is not valid, or calls what is not there. */
export async function checkDefinition(definition: unknown, problemsOf: ProblemsOf): Promise<Machine> {
  const arns = functionsIn(definition).map((name) => [`${capital(name)}FunctionArn`, functionArn(name)]);
  const read = checked(substituted(definition, Object.fromEntries(arns)));
  const problems = 'problems' in read ? read.problems : await problemsOf(read.machine);
  if ('problems' in read || problems.length > 0) throw invalid(problems);
  return read.machine;
}
type ProblemsOf = (machine: Machine) => Promise<readonly string[]>;

/** How the problems of a state machine are told. */
export const machineTitle = 'The state machine cannot run:';

const invalid = (problems: readonly string[]) =>
  new TributaryError('PipelineInvalid', `${machineTitle}\n- ${problems.join('\n- ')}`);
