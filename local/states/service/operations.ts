import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { checked } from '../check.ts';
import { mostBytes } from '../failure.ts';
import { type Json, json } from '../json.ts';
import type { Execution, Executions } from './executions.ts';
import { Refusal } from './refusal.ts';

/** What a request is answered with, as JSON. */
type Operation = (request: unknown) => object;

/** The operations of the service: https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export const operationsOn = (executions: Executions): Readonly<Record<string, Operation>> => ({
  StartExecution: (request) => {
    const { stateMachineArn, name, input } = startRequest.parse(request);
    const { arn, startedAt } = executions.start(stateMachineArn, name ?? randomUUID(), input);
    return { executionArn: arn, startDate: seconds(startedAt) };
  },
  DescribeExecution: (request) => described(executions.find(arnRequest.parse(request).executionArn)),
  GetExecutionHistory: (request) => {
    const { executionArn, reverseOrder, maxResults, nextToken } = historyRequest.parse(request);
    const events = executions.find(executionArn).events.map((one) => ({ ...one, timestamp: seconds(one.timestamp) }));
    return page(reverseOrder ? events.toReversed() : events, 'events', { maxResults, nextToken });
  },
  ListExecutions: (request) => {
    const { stateMachineArn, statusFilter, maxResults, nextToken } = listRequest.parse(request);
    const found = executions
      .list()
      .filter((one) => one.stateMachineArn === stateMachineArn)
      .filter((one) => statusFilter === undefined || statusOf(one) === statusFilter)
      .toReversed();
    return page(found.map(listed), 'executions', { maxResults, nextToken });
  },
  ListStateMachines: () => ({ stateMachines: executions.machineArns.map((stateMachineArn) => ({ stateMachineArn })) }),
  StopExecution: (request) => {
    const { executionArn } = arnRequest.parse(request);
    return { stopDate: seconds(executions.stop(executionArn)) };
  },
  RedriveExecution: (request) => {
    const { executionArn } = arnRequest.parse(request);
    return { redriveDate: seconds(executions.redrive(executionArn)) };
  },
  SendTaskSuccess: (request) => {
    const { taskToken, output } = tokenRequest.extend({ output: payload.pipe(text) }).parse(request);
    executions.callbacks.succeed(taskToken, output);
    return {};
  },
  SendTaskFailure: (request) => {
    const { taskToken, error, cause } = failureRequest.parse(request);
    executions.callbacks.fail(taskToken, error, cause);
    return {};
  },
  SendTaskHeartbeat: (request) => {
    executions.callbacks.beat(tokenRequest.parse(request).taskToken);
    return {};
  },
  ValidateStateMachineDefinition: (request) => {
    const { definition } = z.object({ definition: text }).parse(request);
    const read = checked(definition);
    const problems = 'problems' in read ? read.problems : [];
    return {
      result: problems.length > 0 ? 'FAIL' : 'OK',
      diagnostics: problems.map((message) => ({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message })),
      truncated: false,
    };
  },
});

const text = z.string().transform((body, context): Json => {
  try {
    return json.parse(JSON.parse(body));
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
});
const payload = z.string().refine((body) => Buffer.byteLength(body) <= mostBytes, 'is larger than 256 KiB');
const paging = { maxResults: z.int().min(0).max(1000).default(0), nextToken: z.string().optional() };
const startRequest = z.object({
  stateMachineArn: z.string(),
  name: z
    .string()
    .regex(/^[0-9A-Za-z_-]{1,80}$/)
    .optional(),
  input: payload.pipe(text).default({}),
});
const tokenRequest = z.object({ taskToken: z.string() });
const failureRequest = tokenRequest.extend({ error: z.string().optional(), cause: z.string().optional() });
const arnRequest = z.object({ executionArn: z.string() });
const historyRequest = arnRequest.extend({ reverseOrder: z.boolean().default(false), ...paging });
const listRequest = z.object({ stateMachineArn: z.string(), statusFilter: z.string().optional(), ...paging });

const mostResults = 1000;

/** So many of a list, and where the next of them begin. */
function page(
  all: readonly object[],
  field: string,
  { maxResults, nextToken = '0' }: { maxResults: number; nextToken: string | undefined },
) {
  const from = Number(nextToken);
  if (!Number.isInteger(from)) throw new Refusal('InvalidToken', `Invalid Token: '${nextToken}'`);
  const end = from + (maxResults || mostResults);
  return { [field]: all.slice(from, end), ...(end < all.length && { nextToken: String(end) }) };
}

const seconds = (date: Date) => date.getTime() / 1000;

const statusOf = ({ end }: Execution) => end?.status ?? 'RUNNING';

const listed = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.stateMachineArn,
  name: execution.name,
  status: statusOf(execution),
  startDate: seconds(execution.startedAt),
  redriveCount: execution.redrives,
  ...(execution.end && { stopDate: seconds(execution.end.at) }),
});

const described = (execution: Execution) => ({
  ...listed(execution),
  input: JSON.stringify(execution.input),
  inputDetails: { included: true },
  ...(execution.end?.status === 'SUCCEEDED' && { output: JSON.stringify(execution.end.output) }),
  ...(execution.end?.status === 'FAILED' && { error: execution.end.error, cause: execution.end.cause }),
});
