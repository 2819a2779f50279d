import { readFileSync } from 'node:fs';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { parse } from 'yaml';
import { z } from 'zod';
import { TributaryError } from '../functions/core/errors.ts';
import { messageOf } from '../functions/core/told.ts';

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

/** Every state of a definition, those inside of Map and Parallel included. */
export function* statesOf(definition: unknown): Generator<NamedState> {
  for (const [name, state] of Object.entries(machineSchema.parse(definition).States)) {
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
 * The definition, with made-up ARNs put in; throws where the local engine would misread it, and where a Task state has
 * none of the functions to run. Whether it is valid at all, the engine checks.
 */
export function checkDefinition(definition: unknown, functions: readonly string[]): StateMachineDefinition {
  const problems = [...problemsOf(definition, functions)];
  if (problems.length > 0) throw new Error(`The state machine cannot run locally:\n- ${problems.join('\n- ')}`);
  const substituted = JSON.stringify(definition).replace(
    /\$\{(\w+)\}/g,
    'arn:aws:lambda:local:000000000000:function:$1',
  );
  return z.custom<StateMachineDefinition>().parse(JSON.parse(substituted));
}

function* problemsOf(definition: unknown, functions: readonly string[]) {
  const top = z.looseObject({}).parse(definition);
  if (top.QueryLanguage && top.QueryLanguage !== 'JSONPath') yield `it is written in ${top.QueryLanguage}: ${advice}`;
  for (const { name, state } of statesOf(definition)) {
    for (const field of misread(state)) yield `state ${name} uses ${field}: ${advice}`;
    if (state.Type === 'Task' && !functions.includes(name)) yield `state ${name} has no function of that name to run`;
  }
}

const advice = 'the local engine would ignore or misread it';

/** All that the engine knows of; everything else in a state would be passed over in silence. */
const known = new Set(
  [
    'Type Comment InputPath OutputPath Parameters ResultSelector ResultPath Next End Retry Catch Choices Default',
    'Resource TimeoutSeconds TimeoutSecondsPath ItemProcessor Iterator ItemsPath ItemSelector MaxConcurrency',
    'MaxConcurrencyPath Branches Result Seconds Timestamp SecondsPath TimestampPath Error ErrorPath Cause CausePath',
  ].flatMap((line) => line.split(' ')),
);

function* misread(state: NamedState['state']) {
  for (const field of Object.keys(state)) {
    const harmless = field === 'QueryLanguage' && state[field] === 'JSONPath';
    if (!known.has(field) && !harmless) yield field;
  }
  for (const rule of [...(state.Choices ?? []), ...(state.Catch ?? [])]) {
    for (const field of ['Assign', 'Output', 'Condition']) if (field in rule) yield field;
  }
  const { Resource, Result } = state;
  if (typeof Resource === 'string' && /^arn:[^:]*:states:/.test(Resource)) yield `the resource ${Resource}`;
  if (Result !== undefined && !Result) yield `the Result ${JSON.stringify(Result)}`;
}
