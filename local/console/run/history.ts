import { z } from 'zod';

/** In milliseconds: the API tells seconds, and what the AWS CLI exports is ISO. */
const time = z.union([
  z.number().transform((seconds) => seconds * 1000),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

const historyEvent = z
  .looseObject({ id: z.int(), previousEventId: z.int().default(0), type: z.string(), timestamp: time })
  .transform(({ id, previousEventId, type, timestamp, ...rest }) => {
    const [details] = Object.entries(rest).flatMap(([name, value]) => (name.endsWith('EventDetails') ? [value] : []));
    return { id, previousEventId, type, at: timestamp, details: factsIn.parse(details ?? {}) };
  });
const factsIn = z.record(z.string(), z.unknown());

/** One event of GetExecutionHistory, with its details under one name. */
export type HistoryEvent = z.infer<typeof historyEvent>;

/** What GetExecutionHistory answers, and `aws stepfunctions get-execution-history` writes. */
export const historySchema = z.object({ events: z.array(historyEvent), nextToken: z.string().optional() });

/** A text among the details of an event. */
export function textIn({ details }: HistoryEvent, name: string): string | undefined {
  const value = details[name];
  return typeof value === 'string' ? value : undefined;
}

/** A number among the details of an event. */
export function numberIn({ details }: HistoryEvent, name: string): number | undefined {
  const value = details[name];
  return typeof value === 'number' ? value : undefined;
}

const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']);
export type ExecutionStatus = z.infer<typeof status>;

const listedExecution = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status,
  startDate: time,
  stopDate: time.optional(),
  redriveCount: z.int().optional(),
  /** Of a child execution of a distributed Map. */
  mapRunArn: z.string().optional(),
});
/** An execution as ListExecutions tells it. */
export type ListedExecution = z.infer<typeof listedExecution>;
export const executionsSchema = z.object({
  executions: z.array(listedExecution),
  nextToken: z.string().optional(),
});

export const executionSchema = listedExecution.extend({
  input: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  redriveStatus: z.string().optional(),
});
/** An execution as DescribeExecution tells it. */
export type Execution = z.infer<typeof executionSchema>;

const listedMachine = z.object({ stateMachineArn: z.string(), name: z.string(), type: z.string() });
/** A state machine as ListStateMachines tells it. */
export type ListedMachine = z.infer<typeof listedMachine>;
export const machinesSchema = z.object({ stateMachines: z.array(listedMachine) });
export const machineSchema = z.object({ definition: z.string() });

const counts = z.object({
  pending: z.int(),
  running: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  timedOut: z.int(),
  aborted: z.int(),
  pendingRedrive: z.int().default(0),
  total: z.int(),
});
export const mapRunSchema = z.object({ mapRunArn: z.string(), executionCounts: counts, itemCounts: counts });
/** The run of a distributed Map as DescribeMapRun tells it. */
export type MapRun = z.infer<typeof mapRunSchema>;
