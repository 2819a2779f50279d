import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { TributaryError } from '../functions/core/errors.ts';
import { messageOf } from '../functions/core/told.ts';
import { checked, shaped } from './states/check.ts';
import type { Machine } from './states/definition.ts';
import { isTask, statesOf } from './states/walk.ts';

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

/**
 * The machine, with made-up ARNs put in; throws where it is not valid, and where a Task state calls anything but one of
 * these functions, each by the state of its name.
 */
export function checkDefinition(definition: unknown, functions: readonly string[]): Machine {
  const substituted = JSON.stringify(definition).replace(
    /\$\{(\w+)\}/g,
    'arn:aws:lambda:local:000000000000:function:$1',
  );
  const read = checked(JSON.parse(substituted));
  const problems = 'problems' in read ? read.problems : callProblems(definition, functions);
  if ('problems' in read || problems.length > 0) throw invalid(problems);
  return read.machine;
}

const invalid = (problems: readonly string[]) =>
  new TributaryError('PipelineInvalid', `The state machine cannot run:\n- ${problems.join('\n- ')}`);

const callProblems = (definition: unknown, functions: readonly string[]): string[] =>
  [...statesOf(machineOf(definition))].filter(isTask).flatMap(({ name, state: { Resource } }) => {
    if (!functions.includes(name)) return [`state ${name} has no function of that name to run`];
    const isFunction = /^(\$\{\w+\}|arn:[^:]*:lambda:.*)$/.test(Resource);
    return isFunction ? [] : [`state ${name} calls ${Resource}: on this machine a state calls a function, ${advice}`];
  });

const advice = 'and what else a service does is for a function to ask it';
