import { z } from 'zod';
import type { Recorded } from '../recorded.ts';
import { executionSchema } from '../run/history.ts';
import type { Source } from './source.ts';

const recordedSchema = z.custom<Recorded>((value) => typeof value === 'object');
const nothing = async () => Promise.reject(new Error('This page only shows what was.'));

/** What is written in the page. */
export function fileSource(text: string): Source {
  const recorded = recordedSchema.parse(JSON.parse(text));
  const { execution, events, definition, objects, beside } = recorded;
  const { name, stateMachineArn } = executionSchema.parse(execution);
  const [, , , , , , machine = name] = stateMachineArn.split(':');
  const answers: Readonly<Record<string, object>> = {
    ListStateMachines: { stateMachines: [{ stateMachineArn, name: machine, type: 'STANDARD' }] },
    ListExecutions: { executions: [execution] },
    DescribeExecution: execution,
    DescribeStateMachine: { definition },
    DescribeStateMachineForExecution: { definition },
    GetExecutionHistory: { events: events.toReversed() },
  };
  return {
    about: async () => recorded.about,
    ask: async (operation) => answers[operation] ?? nothing(),
    list: async (prefix) => Object.keys(objects).filter((key) => key.startsWith(prefix)),
    read: async (key) => objects[key],
    linkTo: (key) => (key.startsWith(beside) ? key.slice(beside.length) : undefined),
    logs: async () => recorded.logs,
    picture: async () => recorded.picture,
    follow: () => () => undefined,
    inputs: async () => ({}),
    start: nothing,
    act: nothing,
    put: nothing,
  };
}
