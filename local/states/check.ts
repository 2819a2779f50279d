import { z } from 'zod';
import { type Language, type Machine, machineSchema, type State } from './definition.ts';
import { caughtBy, insideOf, nextOf } from './walk.ts';

/** A definition that can be run, or a sentence for each thing in it that cannot. */
export type Checked = { readonly machine: Machine } | { readonly problems: readonly string[] };

/** Reads a definition; what it does not know it refuses, so that nothing is passed over in silence. */
export function checked(definition: unknown): Checked {
  const read = shaped(definition);
  if ('problems' in read) return read;
  const problems = [...machineProblems(read.machine, read.machine.QueryLanguage ?? 'JSONPath')];
  return problems.length > 0 ? { problems } : read;
}

/** Reads the fields of a definition, whatever stands in them. */
export function shaped(definition: unknown): Checked {
  const read = machineSchema.safeParse(definition);
  return read.success ? { machine: read.data } : { problems: read.error.issues.map(shapeProblem) };
}

const inside = z.looseObject({ errors: z.array(z.array(z.object({ message: z.string() }))).default([]) });

/** What a schema finds wrong, with the state that it is in; of what may be this or that, what is wrong as the first. */
function shapeProblem(issue: z.core.$ZodIssue): string {
  const [[first = issue] = []] = inside.parse(issue).errors;
  return `${placeOf(issue.path)}: ${first.message}`;
}

/** `States.Each.ItemProcessor.States.Do` as `state Do`, with what follows it. */
function placeOf(path: readonly PropertyKey[]): string {
  const at = path.lastIndexOf('States');
  if (at < 0) return ['the state machine', ...path].map(String).join(', ');
  const [name = '', ...rest] = path.slice(at + 1).map(String);
  return [`state ${name}`, ...rest].join(', ');
}

function* machineProblems(machine: Machine, language: Language): Generator<string> {
  const names = new Set(Object.keys(machine.States));
  if (!names.has(machine.StartAt)) yield `StartAt names the state ${machine.StartAt}, which is not there`;
  for (const [name, state] of Object.entries(machine.States)) {
    for (const problem of stateProblems(state, state.QueryLanguage ?? language, names))
      yield `state ${name} ${problem}`;
    for (const inner of insideOf(state)) yield* machineProblems(inner, inner.QueryLanguage ?? language);
  }
  const reached = reachedIn(machine);
  for (const name of names) if (!reached.has(name)) yield `state ${name} is reached from nowhere`;
}

const waysOf = (state: State) => [...nextOf(state), ...caughtBy(state)];

function reachedIn({ StartAt, States }: Machine): Set<string> {
  const reached = new Set([StartAt]);
  for (const name of reached) {
    const state = States[name];
    if (state) for (const next of waysOf(state)) reached.add(next);
  }
  return reached;
}

function* stateProblems(state: State, language: Language, names: ReadonlySet<string>): Generator<string> {
  for (const next of waysOf(state)) if (!names.has(next)) yield `leads to ${next}, which is not there`;
  const ends = ['Choice', 'Succeed', 'Fail'].includes(state.Type);
  if (!ends && 'Next' in state === ('End' in state && state.End === true)) yield 'needs either Next or End';
  for (const field of Object.keys(state))
    if (foreign(field, language, state)) yield `uses ${field}, which ${language} does not have`;
  if (state.Type === 'Map' && !state.ItemProcessor && !state.Iterator) yield 'has no ItemProcessor';
  for (const rules of ['Retry' in state ? (state.Retry ?? []) : [], 'Catch' in state ? (state.Catch ?? []) : []]) {
    for (const [at, { ErrorEquals }] of rules.entries()) {
      const all = ErrorEquals.includes('States.ALL');
      if (all && (ErrorEquals.length > 1 || at < rules.length - 1))
        yield 'has a rule for States.ALL that is not alone and last';
    }
  }
}

const ofJsonPath = new Set([
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultSelector',
  'ResultPath',
  'Result',
  'ItemsPath',
]);
const ofJsonata = new Set(['Arguments', 'Output', 'Items']);

const foreign = (field: string, language: Language, { Type }: State) =>
  language === 'JSONata'
    ? ofJsonPath.has(field) || (field.endsWith('Path') && Type !== 'Choice')
    : ofJsonata.has(field);
