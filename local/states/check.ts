import { z } from 'zod';
import { assignedBy, stateProblems } from './checks/state.ts';
import { type Language, type Machine, machineSchema, type State } from './definition.ts';
import { expressProblem } from './express.ts';
import type { MachineType } from './limits.ts';
import { caughtBy, insideOf, nextOf } from './walk.ts';

/** A definition that can be run, or a sentence for each thing in it that cannot. */
export type Checked = { readonly machine: Machine } | { readonly problems: readonly string[] };

/** Reads a definition; what it does not know it refuses, so that nothing is passed over in silence. */
export function checked(definition: unknown, type: MachineType = 'STANDARD'): Checked {
  const read = shaped(definition);
  if ('problems' in read) return read;
  const language = read.machine.QueryLanguage ?? 'JSONPath';
  const problems = [
    ...machineProblems(read.machine, { language, express: type === 'EXPRESS', names: new Set(), outer: new Set() }),
  ];
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

/** A machine inside of the whole, in which names are told apart and Express is not what it is elsewhere. */
interface Place {
  readonly language: Language;
  readonly express: boolean;
  /** Every state before it. */
  readonly names: Set<string>;
  /** What is assigned around it, and seen in it. */
  readonly outer: ReadonlySet<string>;
}

function* machineProblems(machine: Machine, place: Place): Generator<string> {
  const { language, express, names } = place;
  yield* wayProblems(machine);
  const outer = new Set([...place.outer, ...Object.values(machine.States).flatMap(assignedBy)]);
  for (const [name, state] of Object.entries(machine.States)) {
    if (names.has(name)) yield `state ${name} is there twice: a name is one state's in the whole machine`;
    names.add(name);
    if (name.length > longestName) yield `state ${name} has a name longer than ${longestName} characters`;
    const spoken = state.QueryLanguage ?? language;
    if (language === 'JSONata' && spoken === 'JSONPath')
      yield `state ${name} speaks JSONPath, in a machine that speaks JSONata`;
    for (const problem of stateProblems(state, spoken)) yield `state ${name} ${problem}`;
    for (const variable of assignedBy(state))
      if (place.outer.has(variable)) yield `state ${name} assigns ${variable}, which is assigned outside of it too`;
    const lacking = express ? expressProblem(state) : undefined;
    if (lacking !== undefined) yield `state ${name} ${lacking}`;
    for (const inner of insideOf(state)) yield* innerProblems(name, inner, { language, express, names, outer });
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html */
const longestName = 80;

/** How the states of one machine follow each other. */
function* wayProblems(machine: Machine): Generator<string> {
  const { StartAt, States } = machine;
  for (const [name, state] of Object.entries(States)) {
    for (const next of waysOf(state)) if (!(next in States)) yield `state ${name} leads to ${next}, which is not there`;
  }
  if (!(StartAt in States)) return yield `StartAt names the state ${StartAt}, which is not there`;
  const reached = reachedIn(machine);
  for (const name of Object.keys(States)) if (!reached.has(name)) yield `state ${name} is reached from nowhere`;
  if (Object.values(States).every((state) => nextOf(state).length > 0)) yield `no state after ${StartAt} ends`;
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

function* innerProblems(name: string, inner: Machine, place: Place): Generator<string> {
  for (const field of ['Version', 'TimeoutSeconds'])
    if (field in inner) yield `state ${name} has ${field} inside of it, which only the whole machine has`;
  if (place.language === 'JSONata' && inner.QueryLanguage === 'JSONPath')
    yield `state ${name} has JSONPath inside of it, in a machine that speaks JSONata`;
  const express = place.express || inner.ProcessorConfig?.ExecutionType === 'EXPRESS';
  const outer = inner.ProcessorConfig?.Mode === 'DISTRIBUTED' ? new Set<string>() : place.outer;
  yield* machineProblems(inner, { ...place, language: inner.QueryLanguage ?? place.language, express, outer });
}
