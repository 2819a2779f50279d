import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { HistoryEvent } from '../../history.ts';
import { isObject } from '../../json.ts';
import type { Executions } from '../executions.ts';
import type { Operations } from '../json-server.ts';
import { includedData, jsonText, page, paging, reason, seconds } from '../request.ts';
import { described, inList, statusOf, syncAnswer } from './told.ts';

/** What can be done with executions. */
export const executionOperations = (executions: Executions): Operations => ({
  StartExecution: (request) => {
    const { stateMachineArn, name, input } = startRequest.parse(request);
    const { arn, startedAt } = executions.start(stateMachineArn, name ?? randomUUID(), input);
    return { executionArn: arn, startDate: seconds(startedAt) };
  },
  StartSyncExecution: async (request) => {
    const { stateMachineArn, name, input, includedData } = startSyncRequest.parse(request);
    const ended = await executions.startSync(stateMachineArn, name ?? randomUUID(), input);
    return syncAnswer(ended, includedData === 'ALL_DATA');
  },
  DescribeExecution: (request) => {
    const { executionArn, includedData } = describeRequest.parse(request);
    const execution = executions.find(executionArn);
    const problem = executions.redriveProblem(execution);
    const redrivable = execution.mapRun ? 'REDRIVABLE_BY_MAP_RUN' : 'REDRIVABLE';
    return {
      ...described(execution, includedData === 'ALL_DATA'),
      redriveStatus: problem === undefined ? redrivable : 'NOT_REDRIVABLE',
      ...(problem !== undefined && { redriveStatusReason: problem }),
    };
  },
  GetExecutionHistory: (request) => {
    const { executionArn, reverseOrder, includeExecutionData, ...asked } = historyRequest.parse(request);
    const all = executions.events(executionArn);
    const events = all.map((one) => eventTold(includeExecutionData ? one : withoutData(one)));
    return page(reverseOrder ? events.toReversed() : events, 'events', asked);
  },
  ListExecutions: (request) => {
    const { stateMachineArn, mapRunArn, statusFilter, redriveFilter, ...asked } = listRequest.parse(request);
    const all = mapRunArn === undefined ? executions.list(stateMachineArn) : executions.mapRun(mapRunArn).children;
    const found = all
      .filter((one) => statusFilter === undefined || statusOf(one) === statusFilter)
      .filter((one) => redriveFilter === undefined || one.redrives > 0 === (redriveFilter === 'REDRIVEN'))
      .toReversed();
    return page(found.map(inList), 'executions', asked);
  },
  StopExecution: (request) => {
    const { executionArn, ...why } = stopRequest.parse(request);
    return { stopDate: seconds(executions.stop(executionArn, why)) };
  },
  RedriveExecution: (request) => {
    const { executionArn, clientToken } = redriveRequest.parse(request);
    return { redriveDate: seconds(executions.redrive(executionArn, clientToken)) };
  },
});

const startRequest = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: jsonText('InvalidExecutionInput').default({}),
});
const startSyncRequest = startRequest.extend({ includedData });
const arnRequest = z.object({ executionArn: z.string() });
const redriveRequest = arnRequest.extend({ clientToken: z.string().optional() });
const describeRequest = arnRequest.extend({ includedData });
const historyRequest = arnRequest.extend({
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
  ...paging,
});
const listRequest = z
  .object({
    stateMachineArn: z.string().optional(),
    mapRunArn: z.string().optional(),
    statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']).optional(),
    redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
    ...paging,
  })
  .refine(
    ({ stateMachineArn, mapRunArn }) => (stateMachineArn === undefined) !== (mapRunArn === undefined),
    'Either a stateMachineArn or a mapRunArn must be said',
  )
  .refine(
    ({ mapRunArn, statusFilter }) => mapRunArn !== undefined || statusFilter !== 'PENDING_REDRIVE',
    'PENDING_REDRIVE is said with a mapRunArn',
  );
const stopRequest = arnRequest.extend(reason);

const eventTold = ({ timestamp, ...event }: HistoryEvent) => ({ ...event, timestamp: seconds(timestamp) });

const data = /^(input|output|assignedVariables)(Details)?$/;

/** An event but for what went in and out. */
const withoutData = (event: HistoryEvent): HistoryEvent => ({
  ...event,
  ...Object.fromEntries(
    Object.entries(event).flatMap(([name, details]) => {
      if (!name.endsWith('EventDetails') || !isObject(details)) return [];
      return [[name, Object.fromEntries(Object.entries(details).filter(([field]) => !data.test(field)))]];
    }),
  ),
});
