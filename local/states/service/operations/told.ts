import type { Execution } from '../execution.ts';
import { seconds } from '../request.ts';

export const statusOf = ({ end, mapRun }: Execution) =>
  mapRun?.waits ? 'PENDING_REDRIVE' : (end?.status ?? 'RUNNING');

/** An execution in a list; a child of a Map with how many items it has. */
export const inList = (execution: Execution) => ({
  ...listed(execution),
  ...(execution.mapRun && { itemCount: execution.mapRun.items }),
});

const listed = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.stateMachineArn,
  name: execution.name,
  ...(execution.mapRun && { mapRunArn: execution.mapRun.arn }),
  status: statusOf(execution),
  startDate: seconds(execution.startedAt),
  redriveCount: execution.redrives,
  ...(execution.redrivenAt && { redriveDate: seconds(execution.redrivenAt) }),
  ...(execution.end && { stopDate: seconds(execution.end.at) }),
});

/** An execution alone, with what went in and out or without. */
export const described = (execution: Execution, withData: boolean) => ({
  ...listed(execution),
  ...dataOf(execution, withData),
  ...reasonOf(execution),
});

/** What StartSyncExecution answers. */
export function syncAnswer(execution: Execution, withData: boolean) {
  const { redriveCount: _none, ...about } = listed(execution);
  const timedOut = execution.end?.status === 'TIMED_OUT' && { error: 'States.Timeout' };
  return {
    ...about,
    ...dataOf(execution, withData),
    ...reasonOf(execution),
    ...timedOut,
    billingDetails: billed(execution),
  };
}

const dataOf = ({ input, end }: Execution, included: boolean) => ({
  ...(included && { input: JSON.stringify(input) }),
  inputDetails: { included },
  ...(end?.status === 'SUCCEEDED' && {
    ...(included && { output: JSON.stringify(end.output) }),
    outputDetails: { included },
  }),
});

const reasonOf = ({ end }: Execution) =>
  (end?.status === 'FAILED' || end?.status === 'ABORTED') && { error: end.error, cause: end.cause };

/** https://aws.amazon.com/step-functions/pricing: in steps of 100 ms, and of 64 MB, of which none needs more here. */
const billed = ({ startedAt, end }: Execution) => ({
  billedDurationInMilliseconds: Math.ceil(((end?.at.getTime() ?? 0) - startedAt.getTime()) / 100) * 100,
  billedMemoryUsedInMB: 64,
});
