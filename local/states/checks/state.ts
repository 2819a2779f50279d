import { momentOf } from '../choice-rules.ts';
import type { Language, State, TaskState, WaitState } from '../definition.ts';
import { expressionIn } from '../expressions/jsonata.ts';
import { isObject } from '../json.ts';
import { choiceProblems } from './choice.ts';
import { jsonataProblems } from './jsonata.ts';
import { counts, jsonPathProblems } from './jsonpath.ts';
import { mapProblems } from './map.ts';
import { partsOf } from './parts.ts';

type Problems = Generator<string>;

/** What is wrong with a state by itself. */
export function* stateProblems(state: State, language: Language): Problems {
  if (!ends.has(state.Type)) {
    const [next, end] = ['Next' in state && state.Next !== undefined, 'End' in state && state.End === true];
    if (next === end) yield 'needs either Next or End';
  }
  yield* language === 'JSONata' ? jsonataProblems(state) : jsonPathProblems(state);
  yield* twiceSaid(state);
  yield* assignProblems(state);
  yield* ruleProblems(state);
  if (state.Type === 'Choice') yield* choiceProblems(state, language);
  if (state.Type === 'Map') yield* mapProblems(state);
  if (state.Type === 'Task') yield* taskProblems(state);
  if (state.Type === 'Wait') yield* waitProblems(state, language);
}

const ends = new Set(['Choice', 'Succeed', 'Fail']);

/** Fields that are said as they are, and by a path. */
function* twiceSaid(state: State): Problems {
  for (const { place, part } of partsOf(state)) {
    for (const field of Object.keys(part)) {
      if (`${field}Path` in part && either.has(field)) yield `says both ${place}${field} and ${place}${field}Path`;
    }
  }
}

const either = new Set([...counts, 'Timestamp', 'Error', 'Cause']);

/** The variables that a state assigns, in whatever way it is left. */
export const assignedBy = (state: State): string[] =>
  partsOf(state).flatMap(({ part: { Assign } }) =>
    isObject(Assign) ? Object.keys(Assign).map((key) => key.replace(/\.\$$/, '')) : [],
  );

function* assignProblems(state: State): Problems {
  for (const name of assignedBy(state)) {
    if (name === 'states' || !variable.test(name)) yield `assigns ${name}, which is no name of a variable`;
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
const variable = /^\p{ID_Start}\p{ID_Continue}{0,79}$/u;

function* ruleProblems(state: State): Problems {
  for (const rules of ['Retry' in state ? (state.Retry ?? []) : [], 'Catch' in state ? (state.Catch ?? []) : []]) {
    for (const [at, { ErrorEquals }] of rules.entries()) {
      const all = ErrorEquals.includes('States.ALL');
      if (all && (ErrorEquals.length > 1 || at < rules.length - 1))
        yield 'has a rule for States.ALL that is not alone and last';
    }
  }
}

function* taskProblems({ TimeoutSeconds, HeartbeatSeconds, Credentials }: TaskState): Problems {
  if (typeof TimeoutSeconds === 'number' && typeof HeartbeatSeconds === 'number' && HeartbeatSeconds >= TimeoutSeconds)
    yield `has ${HeartbeatSeconds} HeartbeatSeconds, which are not fewer than its ${TimeoutSeconds} TimeoutSeconds`;
  if (isObject(Credentials) && !('RoleArn' in Credentials) && !('RoleArn.$' in Credentials))
    yield 'has Credentials without a RoleArn';
}

function* waitProblems(state: WaitState, language: Language): Problems {
  const said = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].filter((field) => field in state);
  if (said.length !== 1)
    yield `needs one of Seconds and Timestamp, and has ${said.length === 0 ? 'none' : said.join(', ')}`;
  const { Timestamp } = state;
  const isExpression = language === 'JSONata' && expressionIn(Timestamp) !== undefined;
  if (Timestamp !== undefined && !isExpression && momentOf(Timestamp) === undefined)
    yield `waits until ${Timestamp}, which is no time with date, T and zone (RFC 3339)`;
}
