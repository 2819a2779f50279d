import { executionsSchema, type ListedExecution, type MapRun, mapRunSchema } from '../run/history.ts';
import type { Run } from '../run/run.ts';
import type { Visit } from '../run/visits.ts';
import { type Loaded, useLoaded } from './loaded.ts';
import type { Source } from './source.ts';
import { count } from './words.ts';

/** By ARN, the runs of the distributed Maps of an execution, as they are now. */
export type MapRuns = ReadonlyMap<string, MapRun>;

export function useMapRuns({ execution, visits }: Run): Loaded<MapRuns> {
  const arns = [...new Set(visits.flatMap(({ mapRun }) => mapRun ?? []))];
  const { executionArn, status, redriveCount = 0 } = execution;
  const key = `${executionArn} ${status} ${redriveCount} ${arns.join()}`;
  const read = async (source: Source) => new Map(await Promise.all(arns.map((arn) => readMapRun(arn, source))));
  return useLoaded(key, read, { once: status !== 'RUNNING' });
}

async function readMapRun(mapRunArn: string, source: Source): Promise<[string, MapRun]> {
  return [mapRunArn, mapRunSchema.parse(await source.ask('DescribeMapRun', { mapRunArn }))];
}

/** By the name of a Map, how far its child executions are. */
export function notesOf(visits: readonly Visit[], { value }: Loaded<MapRuns>): Map<string, string> {
  return new Map(
    visits.flatMap(({ state, mapRun }) => {
      const told = value?.get(mapRun ?? '');
      return told ? [[state, doneOf(told)]] : [];
    }),
  );
}

function doneOf({ executionCounts: { total, succeeded, failed, timedOut, aborted } }: MapRun): string {
  const bad = failed + timedOut + aborted;
  return `${count(succeeded)} of ${count(total)}${bad > 0 ? `, ${count(bad)} failed` : ''}`;
}

/** What became of children, what a person looks for first. */
const inOrder = [
  ['FAILED', 'failed'],
  ['TIMED_OUT', 'timedOut'],
  ['ABORTED', 'aborted'],
  ['PENDING_REDRIVE', 'pendingRedrive'],
  ['RUNNING', 'running'],
  ['SUCCEEDED', 'succeeded'],
] as const;

/** So many of the child executions of a run, those that failed first. */
export async function readChildren(run: MapRun, most: number, source: Source): Promise<ListedExecution[]> {
  const found: ListedExecution[] = [];
  for (const [statusFilter, field] of inOrder) {
    if (run.executionCounts[field] === 0) continue;
    let nextToken: string | undefined;
    do {
      if (found.length >= most) return found;
      const maxResults = Math.min(1000, most - found.length);
      const asked = { mapRunArn: run.mapRunArn, statusFilter, maxResults, ...(nextToken && { nextToken }) };
      const page = executionsSchema.parse(await source.ask('ListExecutions', asked));
      found.push(...page.executions);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
  return found;
}
