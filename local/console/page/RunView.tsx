import { type Differences, differencesOf } from '../run/differences.ts';
import { lastGood, type RunFacts, readFacts } from '../run/facts.ts';
import { firstFailure } from '../run/failure.ts';
import { machineSchema } from '../run/history.ts';
import type { Run } from '../run/run.ts';
import { summariesOf } from '../run/summary.ts';
import { Compare } from './Compare.tsx';
import { FailureCard } from './FailureCard.tsx';
import { Graph } from './Graph.tsx';
import { useLoaded } from './loaded.ts';
import { notesOf, useMapRuns } from './map-runs.ts';
import { useNow } from './now.ts';
import { Trouble } from './parts.tsx';
import { RunHeader } from './RunHeader.tsx';
import { readRun } from './read-run.ts';
import { go, type Route } from './route.ts';
import { StatePanel } from './StatePanel.tsx';
import { Tabs } from './Tabs.tsx';

interface RunViewProps {
  readonly arn: string;
  readonly route: Route;
}

/** An execution: why it failed, its graph, the state that is selected, and all that happened. */
export function RunView({ arn, route }: RunViewProps) {
  const { value: run, error } = useLoaded(arn, (source) => readRun(arn, source));
  const { execution } = run ?? {};
  const facts = useLoaded(
    `${arn} facts ${execution?.status}`,
    async (source) => execution && readFacts(execution, source.read),
  ).value;
  if (!run) return error === undefined ? <p class="waits">…</p> : <Trouble text={error} />;
  return <Shown run={run} facts={facts} route={route} trouble={error} />;
}

interface ShownProps {
  readonly run: Run;
  readonly facts: RunFacts | undefined;
  readonly route: Route;
  readonly trouble: string | undefined;
}

function Shown({ run, facts, route, trouble }: ShownProps) {
  const { execution, visits, picture } = run;
  const now = useNow(execution.status === 'RUNNING') ?? execution.stopDate ?? Date.now();
  const failure = firstFailure(execution, visits);
  const summaries = summariesOf(visits, now);
  const mapRuns = useMapRuns(run);
  const differences = useDifferences(failure && facts, run);
  const state = route.state ?? failure?.visit?.state;
  const visit = route.visit ?? (state === failure?.visit?.state ? String(failure?.visit?.id) : undefined);
  const select = (name: string, visit?: number) =>
    go(
      { ...route, run: execution.executionArn, state: name, visit: visit === undefined ? undefined : String(visit) },
      { replace: true },
    );
  return (
    <>
      <RunHeader {...{ run, facts, now, route }} />
      <Trouble text={trouble} />
      {route.other !== undefined && <Compare {...{ run, facts, other: route.other, now }} />}
      {failure && <FailureCard {...{ failure, execution, facts, differences, select }} />}
      <div class="split">
        <Graph
          {...{ picture, visits, summaries, notes: notesOf(visits, mapRuns), selected: state, onSelect: select }}
        />
        <StatePanel {...{ run, facts, mapRuns, state, visit, now, select, route }} />
      </div>
      <Tabs {...{ run, route, now, select }} />
    </>
  );
}

/** What differs from the last good run; null where there is none. */
function useDifferences(facts: RunFacts | undefined, { execution, definition }: Run): Differences | null | undefined {
  const key = `${execution.executionArn} ${facts?.run} ${facts?.quality.length} differences`;
  return useLoaded(key, async (source) => {
    if (!facts) return undefined;
    const good = await lastGood(facts, source.read);
    if (!good) return null;
    const executionArn = execution.executionArn.replace(/[^:]*$/, good.run);
    const told = await source.ask('DescribeStateMachineForExecution', { executionArn }).catch(() => undefined);
    return differencesOf(facts, good, { now: definition, good: machineSchema.safeParse(told).data?.definition });
  }).value;
}
