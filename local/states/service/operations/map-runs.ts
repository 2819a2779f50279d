import { z } from 'zod';
import type { Executions } from '../executions.ts';
import type { Operations } from '../json-server.ts';
import type { ChildExecution, MapRun } from '../map-runs.ts';
import { page, paging, seconds } from '../request.ts';
import { statusOf } from './told.ts';

/** What can be asked of the runs of distributed Maps. */
export const mapRunOperations = (executions: Executions): Operations => ({
  ListMapRuns: (request) => {
    const { executionArn, ...asked } = listRequest.parse(request);
    return page(executions.mapRuns(executionArn).toReversed().map(listed), 'mapRuns', asked);
  },
  DescribeMapRun: (request) => {
    const { run, children } = executions.mapRun(describeRequest.parse(request).mapRunArn);
    return { ...about(run), ...counted(run, children) };
  },
});

const listRequest = z.object({ executionArn: z.string(), ...paging });
const describeRequest = z.object({ mapRunArn: z.string() });

const dates = ({ startedAt, stoppedAt }: MapRun) => ({
  startDate: seconds(startedAt),
  ...(stoppedAt && { stopDate: seconds(stoppedAt) }),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_MapRunListItem.html */
const listed = (run: MapRun) => ({
  executionArn: run.execution,
  mapRunArn: run.arn,
  stateMachineArn: run.arn.replace(':mapRun:', ':stateMachine:').replace(/:[^:]*$/, ''),
  ...dates(run),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
const about = (run: MapRun) => ({
  mapRunArn: run.arn,
  executionArn: run.execution,
  status: run.status,
  ...dates(run),
  maxConcurrency: run.plan.maxConcurrency,
  toleratedFailureCount: run.plan.toleratedFailureCount,
  toleratedFailurePercentage: run.plan.toleratedFailurePercentage,
  redriveCount: run.redrives,
  ...(run.redrivenAt && { redriveDate: seconds(run.redrivenAt) }),
});

const fields = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
  PENDING_REDRIVE: 'pendingRedrive',
} as const;

/** How many child executions, and items in them, came to what: https://docs.aws.amazon.com/step-functions/latest/apireference/API_MapRunExecutionCounts.html */
function counted({ plan: { items }, written }: MapRun, children: readonly ChildExecution[]) {
  const [executionCounts, itemCounts] = [counts(items.length), counts(sum(items))];
  for (const child of children) {
    const field = fields[statusOf(child)];
    for (const [all, own] of [
      [executionCounts, 1],
      [itemCounts, child.mapRun.items],
    ] as const) {
      all[field] += own;
      all.pending -= own;
      if (written && child.end) all.resultsWritten += own;
    }
  }
  return { executionCounts, itemCounts };
}

const counts = (total: number) => ({
  pending: total,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  total,
  resultsWritten: 0,
  failuresNotRedrivable: 0,
  pendingRedrive: 0,
});

const sum = (all: readonly number[]) => all.reduce((before, one) => before + one, 0);
