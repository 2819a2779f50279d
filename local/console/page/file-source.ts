import { z } from 'zod';
import type { Recorded } from '../recorded.ts';
import { executionSchema } from '../run/history.ts';
import type { Source } from './source.ts';

const recordedSchema = z.custom<Recorded>((value) => typeof value === 'object');
const nothing = async () => Promise.reject(new Error('This page only shows what was.'));

/** What is written in the page. */
export function fileSource(text: string): Source {
  const recorded = recordedSchema.parse(JSON.parse(text));
  const { objects, beside, pictures } = recorded;
  return {
    about: async () => recorded.about,
    ask: async (operation, request) => answerOf(operation, request, recorded) ?? nothing(),
    list: async (prefix) => Object.keys(objects).filter((key) => key.startsWith(prefix)),
    read: async (key) => objects[key],
    linkTo: (key) => (key.startsWith(beside) ? key.slice(beside.length) : undefined),
    logs: async () => recorded.logs,
    picture: async (definition) => pictures[definition] ?? nothing(),
    follow: () => () => undefined,
    inputs: async () => ({}),
    start: nothing,
    act: nothing,
    put: nothing,
  };
}

const asked = z
  .object({ executionArn: z.string(), stateMachineArn: z.string(), mapRunArn: z.string(), statusFilter: z.string() })
  .partial();

/** As the API of Step Functions answered. */
function answerOf(operation: string, request: object, recorded: Recorded): object | undefined {
  const { executionArn = '', stateMachineArn, mapRunArn = '', statusFilter } = asked.parse(request);
  const { execution, events } = recorded.children[executionArn] ?? recorded;
  const mapRun = recorded.mapRuns[mapRunArn];
  switch (operation) {
    case 'ListStateMachines':
      return { stateMachines: [machineOf(recorded)] };
    case 'ListExecutions':
      return { executions: mapRun?.executions.filter(({ status }) => status === statusFilter) ?? [recorded.execution] };
    case 'DescribeMapRun':
      return mapRun?.about;
    case 'DescribeExecution':
      return execution;
    case 'DescribeStateMachine':
      return told(definitionIn(recorded, (arn) => machineArnOf(arn) === stateMachineArn));
    case 'DescribeStateMachineForExecution':
      return told(recorded.definitions[executionArn]);
    case 'GetExecutionHistory':
      return { events: events.toReversed() };
    default:
      return undefined;
  }
}

function machineOf({ execution }: Recorded) {
  const { name, stateMachineArn } = executionSchema.parse(execution);
  const [, , , , , , machine = name] = stateMachineArn.split(':');
  return { stateMachineArn, name: machine, type: 'STANDARD' };
}

const told = (definition: string | undefined) => (definition === undefined ? undefined : { definition });

const definitionIn = ({ definitions }: Recorded, isOf: (arn: string) => boolean) =>
  Object.entries(definitions).find(([arn]) => isOf(arn))?.[1];

/** The ARN of the machine that an execution is of. */
const machineArnOf = (arn: string) => arn.replace(/:(execution|express):([^:]*):.*$/, ':stateMachine:$2');
