import type { Picture } from '../../../commands/diagram/flat.ts';
import {
  type Execution,
  executionSchema,
  executionsSchema,
  type HistoryEvent,
  historySchema,
  type ListedExecution,
  machineSchema,
} from '../run/history.ts';
import type { Run } from '../run/run.ts';
import { visitsOf } from '../run/visits.ts';
import type { Source } from './source.ts';

const pictures = new Map<string, Promise<Picture>>();
const runs = new Map<string, Run>();

/** The picture of a definition, laid out once. */
export function pictureOf(definition: string, source: Source): Promise<Picture> {
  const known = pictures.get(definition) ?? source.picture(definition);
  pictures.set(definition, known);
  known.catch(() => pictures.delete(definition));
  return known;
}

/** An execution as it is now; of its history only what is new is asked for. */
export async function readRun(executionArn: string, source: Source): Promise<Run> {
  const before = runs.get(executionArn);
  const execution = executionSchema.parse(await source.ask('DescribeExecution', { executionArn }));
  if (before && isOver(execution) && same(before.execution, execution)) return before;
  const isSame = before?.execution.startDate === execution.startDate;
  const { definition, picture } = (isSame && before) || (await readMachine(execution, source));
  const known = isSame ? before.events : [];
  const events = isExpress(execution) ? [] : await readHistory(executionArn, known, source);
  const run = { execution, events, visits: visitsOf(events), definition, picture };
  runs.set(executionArn, run);
  return run;
}

const isOver = ({ status }: Execution) => status !== 'RUNNING';
const same = (one: Execution, other: Execution) =>
  one.status === other.status && one.stopDate === other.stopDate && one.startDate === other.startDate;

/** Of a child execution of EXPRESS, Step Functions tells neither the machine that it began with nor what happened. */
const isExpress = ({ executionArn }: Execution) => executionArn.split(':')[5] === 'express';

async function readMachine(execution: Execution, source: Source): Promise<Pick<Run, 'definition' | 'picture'>> {
  const { executionArn, stateMachineArn } = execution;
  const told = isExpress(execution)
    ? await source.ask('DescribeStateMachine', { stateMachineArn })
    : await source.ask('DescribeStateMachineForExecution', { executionArn });
  const { definition } = machineSchema.parse(told);
  return { definition, picture: await pictureOf(definition, source) };
}

async function readHistory(
  executionArn: string,
  before: readonly HistoryEvent[],
  source: Source,
): Promise<HistoryEvent[]> {
  const last = before.at(-1)?.id ?? 0;
  const found: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const asked = { executionArn, reverseOrder: true, maxResults: 1000, ...(nextToken && { nextToken }) };
    const page = historySchema.parse(await source.ask('GetExecutionHistory', asked));
    const oldest = found.at(-1)?.id ?? Number.POSITIVE_INFINITY; // what has happened meanwhile moves the pages
    found.push(...page.events.filter(({ id }) => id > last && id < oldest));
    nextToken = page.events.some(({ id }) => id <= last) ? undefined : page.nextToken;
  } while (nextToken !== undefined);
  return [...before, ...found.reverse()];
}

/** The executions of a state machine, the newest first. */
export async function readRuns(stateMachineArn: string, source: Source): Promise<ListedExecution[]> {
  const found: ListedExecution[] = [];
  let nextToken: string | undefined;
  do {
    const asked = { stateMachineArn, maxResults: 1000, ...(nextToken && { nextToken }) };
    const page = executionsSchema.parse(await source.ask('ListExecutions', asked));
    found.push(...page.executions);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && found.length < mostRuns);
  return found;
}

/** So many are listed; AWS keeps them for 90 days. */
const mostRuns = 2000;
