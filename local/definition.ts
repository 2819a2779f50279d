import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { TributaryError } from '../functions/core/errors.ts';
import { messageOf } from '../functions/core/told.ts';
import { checked, shapeProblem } from './states/check.ts';
import type { Machine as StateMachine } from './states/definition.ts';

/** A state, as far as it leads elsewhere; what else it says stands beside. */
const stateSchema = z.looseObject({
  Type: z.string(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).optional(),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() })).optional(),
  get ItemProcessor() {
    return machineSchema.optional();
  },
  /** What ItemProcessor was called once. */
  get Iterator() {
    return machineSchema.optional();
  },
  get Branches() {
    return z.array(machineSchema).optional();
  },
});
/** A state machine of the Amazon States Language: https://states-language.net */
export const machineSchema = z.looseObject({
  StartAt: z.string(),
  get States() {
    return z.record(z.string(), stateSchema);
  },
});
export type Machine = z.infer<typeof machineSchema>;
export type State = z.infer<typeof stateSchema>;

export interface NamedState {
  readonly name: string;
  readonly state: State;
}

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

/** Every state of a definition, those inside of Map and Parallel included; throws PipelineInvalid where it is none. */
export function* statesOf(definition: unknown): Generator<NamedState> {
  const read = machineSchema.safeParse(definition);
  if (!read.success) throw invalid(read.error.issues.map(shapeProblem));
  for (const [name, state] of Object.entries(read.data.States)) {
    yield { name, state };
    for (const machine of insideOf(state)) yield* statesOf(machine);
  }
}

/** The machines inside of a Map or Parallel. */
export const insideOf = ({ ItemProcessor, Iterator, Branches = [] }: State): Machine[] => [
  ...(ItemProcessor ? [ItemProcessor] : []),
  ...(Iterator ? [Iterator] : []),
  ...Branches,
];

/**
 * The machine, with made-up ARNs put in; throws where it is not valid, and where a Task state calls anything but one of
 * these functions, each by the state of its name.
 */
export function checkDefinition(definition: unknown, functions: readonly string[]): StateMachine {
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
  [...statesOf(definition)].flatMap(({ name, state: { Type, Resource } }) => {
    if (Type !== 'Task') return [];
    if (!functions.includes(name)) return [`state ${name} has no function of that name to run`];
    const isFunction = /^(\$\{\w+\}|arn:[^:]*:lambda:.*)$/.test(String(Resource));
    return isFunction ? [] : [`state ${name} calls ${Resource}: on this machine a state calls a function, ${advice}`];
  });

const advice = 'and what else a service does is for a function to ask it';
