import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { pictureOf } from '../../commands/diagram/flat.ts';
import { definitionOf } from '../../deployment/distributed.ts';
import { jsonText } from '../../functions/core/json.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import type { Operations } from '../states/service/json-server.ts';
import { Refusal } from '../states/service/refusal.ts';
import { Changes } from './changes.ts';
import { machinesOfExamples } from './examples.ts';
import { type HistoryEvent, historySchema, textIn } from './run/history.ts';
import type { ConsoleWorld } from './world.ts';

const exported = jsonText(z.object({ events: z.array(z.looseObject({ id: z.int() })).min(1) }));

/**
 * The history of one execution, as `aws stepfunctions get-execution-history` has written it. Throws with advice where it
 * is none, or no state machine here has its states.
 */
export function exportedWorld(path: string): ConsoleWorld {
  const sorted = eventsIn(path).toSorted((a, b) => a.id - b.id);
  const name = basename(path, '.json');
  return {
    about: () => ({ name, place: path, flag: '', inbox: undefined, problems: [], notices: [] }),
    states: statesOf(name, sorted),
    bucket: { list: async () => [], open: async () => undefined },
    logs: async () => [],
    picture: pictureOf,
    actions: undefined,
    changes: new Changes(),
  };
}

/** As they were written: what is told of each is told by the API. */
function eventsIn(path: string): z.infer<typeof exported>['events'] {
  try {
    const { events } = exported.parse(readFileSync(path, 'utf8'));
    historySchema.parse({ events });
    return events;
  } catch (cause) {
    const advice = `write one by aws stepfunctions get-execution-history --execution-arn <arn> > ${basename(path)}.`;
    throw new Error(`${path} is no history of an execution: ${advice}`, { cause });
  }
}

function statesOf(name: string, sorted: readonly object[]): Operations {
  const { events } = historySchema.parse({ events: sorted });
  const definition = definitionWith(events);
  const stateMachineArn = `arn:aws:states:exported:000000000000:stateMachine:${name}`;
  const execution = { ...executionOf(events), name, stateMachineArn, executionArn: `${stateMachineArn}:${name}` };
  const machine = { stateMachineArn, name, type: 'STANDARD', definition };
  return {
    ListStateMachines: () => ({ stateMachines: [machine] }),
    DescribeStateMachine: () => machine,
    DescribeStateMachineForExecution: () => machine,
    ListExecutions: () => ({ executions: [execution] }),
    DescribeExecution: () => execution,
    DescribeMapRun: () => {
      throw new Refusal('ResourceNotFound', 'The history of an execution does not tell of its child executions.');
    },
    GetExecutionHistory: () => ({ events: sorted.toReversed() }),
  };
}

const statuses: Readonly<Record<string, string>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/** What DescribeExecution would tell, as far as the history knows. */
function executionOf(events: readonly HistoryEvent[]) {
  const [first, last] = [events[0], events.at(-1)];
  if (!first || !last) throw new Error('The history has no event.');
  const status = statuses[last.type] ?? 'RUNNING';
  return {
    status,
    startDate: first.at / 1000,
    ...(status !== 'RUNNING' && { stopDate: last.at / 1000 }),
    input: textIn(first, 'input'),
    output: textIn(last, 'output'),
    error: textIn(last, 'error'),
    cause: textIn(last, 'cause'),
  };
}

/** The definition of the machine here that has all states that were entered. */
function definitionWith(events: readonly HistoryEvent[]): string {
  const entered = events.flatMap((one) => (one.type.endsWith('StateEntered') ? (textIn(one, 'name') ?? []) : []));
  const all = [JSON.stringify(definitionOf(pipeline)), ...machinesOfExamples().map(({ definition }) => definition)];
  const found = all.find((one) => entered.every((state) => one.includes(`${JSON.stringify(state)}:`)));
  if (found) return found;
  throw new Error(`No state machine of this project has all of the states ${[...new Set(entered)].join(', ')}.`);
}
