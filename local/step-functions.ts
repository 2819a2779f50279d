import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { listenOnLoopback } from './loopback.ts';
import type { HistoryEvent } from './states/history.ts';

/** One run of the state machine. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
  readonly startedAt: Date;
  readonly events: HistoryEvent[];
  end?: ExecutionEnd & { readonly at: Date };
}

export type ExecutionEnd =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly error?: string; readonly cause?: string };

export interface StepFunctions {
  readonly endpoint: string;
  readonly stateMachineArn: string;
  /** Every execution so far, in order of their start. */
  executions(): Execution[];
  /** Resolves when no execution is under way and their ends are told; throws what could not be run or told. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Answers the AWS JSON protocol of Step Functions on the loopback address, as far as the pipeline speaks it:
 * StartExecution with its rule about names, DescribeExecution and GetExecutionHistory.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function serveStepFunctions(
  arn: { readonly region: string; readonly account: string; readonly name: string },
  run: (execution: Execution) => Promise<ExecutionEnd>,
  ended: (execution: Execution) => Promise<void>,
): Promise<StepFunctions> {
  const prefix = `arn:aws:states:${arn.region}:${arn.account}`;
  const executions = new Map<string, Execution>();
  const underWay = new Set<Promise<unknown>>();
  const faults: unknown[] = [];

  const operations: Record<string, (request: unknown) => object> = {
    StartExecution: (request) => {
      const { name, input } = startRequest.parse(request);
      const known = executions.get(name);
      if (known && !(isDeepStrictEqual(known.input, input) && !known.end)) {
        throw new Refusal('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
      }
      const execution = known ?? begin(name, input);
      return { executionArn: execution.arn, startDate: seconds(execution.startedAt) };
    },
    DescribeExecution: (request) => describe(find(request)),
    GetExecutionHistory: (request) => {
      const { reverseOrder } = historyRequest.parse(request);
      const history = find(request).events.map((event) => ({ ...event, timestamp: seconds(event.timestamp) }));
      return { events: reverseOrder ? history.toReversed() : history };
    },
  };

  const begin = (name: string, input: unknown): Execution => {
    const execution: Execution = {
      arn: `${prefix}:execution:${arn.name}:${name}`,
      name,
      input,
      startedAt: new Date(),
      events: [],
    };
    executions.set(name, execution);
    const work = follow(execution)
      .catch((error: unknown) => void faults.push(error))
      .finally(() => underWay.delete(work));
    underWay.add(work);
    return execution;
  };
  const follow = async (execution: Execution) => {
    execution.end = { ...(await run(execution)), at: new Date() };
    await ended(execution);
  };
  const find = (request: unknown): Execution => {
    const { executionArn } = arnRequest.parse(request);
    const found = [...executions.values()].find((one) => one.arn === executionArn);
    if (!found) throw new Refusal('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    return found;
  };
  const describe = ({ arn: executionArn, name, input, startedAt, end }: Execution) => ({
    executionArn,
    stateMachineArn,
    name,
    status: end?.status ?? 'RUNNING',
    startDate: seconds(startedAt),
    input: JSON.stringify(input),
    ...(end && { stopDate: seconds(end.at) }),
    ...(end?.status === 'SUCCEEDED'
      ? { output: JSON.stringify(end.output) }
      : { error: end?.error, cause: end?.cause }),
  });

  const stateMachineArn = `${prefix}:stateMachine:${arn.name}`;
  const server = createServer((request, response) => {
    void answer(operations, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    endpoint: url,
    stateMachineArn,
    executions: () => [...executions.values()],
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
      if (faults.length > 0) throw faults[0];
    },
    close,
  };
}

/** A refusal in the words of the service. */
class Refusal extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const json = z.string().transform((body, context): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
});
/** 256 KiB: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const payload = z.string().refine((body) => Buffer.byteLength(body) <= 262_144, 'is larger than 256 KiB');
const startRequest = z.object({
  name: z.string().regex(/^[0-9A-Za-z_-]{1,80}$/),
  input: payload.pipe(json).default({}),
});
const arnRequest = z.object({ executionArn: z.string() });
const historyRequest = z.object({ reverseOrder: z.boolean().default(false) });

const seconds = (date: Date) => date.getTime() / 1000;

async function answer(operations: Record<string, (request: unknown) => object>, request: IncomingMessage) {
  try {
    const [, name = ''] = String(request.headers['x-amz-target']).split('.');
    const operation = operations[name];
    if (!operation) throw new Refusal('UnknownOperationException', `The local Step Functions cannot ${name}`);
    return { status: 200, body: operation(JSON.parse(await text(request))) };
  } catch (error) {
    const name = error instanceof Refusal ? error.name : 'ValidationException';
    return { status: 400, body: { __type: name, message: error instanceof Error ? error.message : String(error) } };
  }
}
