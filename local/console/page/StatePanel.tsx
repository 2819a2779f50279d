import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { messageOf } from '../../../functions/notify/failure.ts';
import { containerOf } from '../run/definition.ts';
import type { RunFacts } from '../run/facts.ts';
import { itemOf } from '../run/item.ts';
import { parsed } from '../run/json.ts';
import type { Run } from '../run/run.ts';
import { endOf } from '../run/summary.ts';
import type { Visit } from '../run/visits.ts';
import { Children } from './Children.tsx';
import { LogLines } from './Logs.tsx';
import type { Loaded } from './loaded.ts';
import type { MapRuns } from './map-runs.ts';
import { Card, Code, Status, Trouble } from './parts.tsx';
import type { Route } from './route.ts';
import { Sources } from './Sources.tsx';
import { clock, count, duration, some, statusWords } from './words.ts';

interface StatePanelProps {
  readonly run: Run;
  readonly facts: RunFacts | undefined;
  readonly mapRuns: Loaded<MapRuns>;
  readonly route: Route;
  readonly state: string | undefined;
  readonly visit: string | undefined;
  readonly now: number;
  readonly select: (state: string, visit?: number) => void;
}

/** What went into a state and came out of it, of one of the times that the run came there. */
export function StatePanel({ run, facts, mapRuns, route, state, visit: id, now, select }: StatePanelProps) {
  if (state === undefined) return <Sources facts={facts} />;
  const visits = run.visits.filter((one) => one.state === state);
  const bad = visits.find(({ status }) => status === 'failed' || status === 'caught');
  const visit = visits.find((one) => String(one.id) === id) ?? bad ?? visits[0];
  return (
    <Card title={state} class="state-panel" beside={visit && <Status status={visit.status} />}>
      {visits.length > 1 && visit && <Items {...{ visits, visit, select }} />}
      {visit ? (
        <Visited {...{ run, visit, now }}>
          {visit.mapRun !== undefined && <Ran {...{ run, mapRuns, route }} arn={visit.mapRun} />}
        </Visited>
      ) : (
        <NotEntered {...{ run, mapRuns, route, state }} />
      )}
    </Card>
  );
}

interface RanProps extends Pick<StatePanelProps, 'run' | 'mapRuns' | 'route'> {
  readonly arn: string;
}

/** What a distributed Map has run. */
function Ran({ run: { execution }, mapRuns: { value, error }, route, arn }: RanProps) {
  const mapRun = value?.get(arn);
  return mapRun ? <Children {...{ mapRun, route }} of={execution.executionArn} /> : <Trouble text={error} />;
}

/** What is inside of a distributed Map is entered by its child executions alone. */
function NotEntered({ state, ...shown }: Omit<RanProps, 'arn'> & { readonly state: string }) {
  const { visits, definition } = shown.run;
  const around = containerOf(state, parsed(definition));
  const arn = visits.findLast((one) => one.state === around)?.mapRun;
  if (arn === undefined) return <p class="none">The run has not come here.</p>;
  return (
    <>
      <p class="none">It runs in the child executions of {around}.</p>
      <Ran {...shown} arn={arn} />
    </>
  );
}

interface ItemsProps {
  readonly visits: readonly Visit[];
  readonly visit: Visit;
  readonly select: StatePanelProps['select'];
}

function Items({ visits, visit, select }: ItemsProps) {
  const failed = visits.filter(({ status }) => status === 'failed' || status === 'caught');
  return (
    <p class="items">
      <select
        aria-label="Which of them"
        value={String(visit.id)}
        onChange={({ currentTarget }) => select(visit.state, Number(currentTarget.value))}
      >
        {visits.map((one, nth) => (
          <option key={one.id} value={String(one.id)}>
            {itemOf(one) ?? `the ${nth + 1}. time`} · {statusWords[one.status]}
          </option>
        ))}
      </select>
      <span>of {count(visits.length)}</span>
      {failed.length > 0 && <span class="bad">{count(failed.length)} failed</span>}
    </p>
  );
}

interface VisitedProps extends Pick<StatePanelProps, 'run' | 'now'> {
  readonly visit: Visit;
  readonly children: ComponentChildren;
}

function Visited({ run, visit, now, children }: VisitedProps) {
  const { attempts, type, enteredAt, input, output, error } = visit;
  const last = attempts.at(-1);
  const failure = last?.error ?? error;
  return (
    <>
      <p class="facts">
        <span>{type}</span> <span>{duration(endOf(visit, now) - enteredAt)}</span> <span>{clock(enteredAt)}</span>
        {attempts.length > 1 && <span>{some(attempts.length, 'attempt')}</span>}
        <Rows output={output} />
      </p>
      {failure !== undefined && (
        <p class="cause">
          <strong>{failure}</strong> {messageOf(last?.cause ?? visit.cause)}
        </p>
      )}
      {attempts.length > 1 && (
        <ol class="attempts">
          {attempts.map((one) => (
            <li key={one.startedAt}>
              {clock(one.startedAt)} · {duration((one.endedAt ?? now) - one.startedAt)} · {one.error ?? 'succeeded'}
            </li>
          ))}
        </ol>
      )}
      {children}
      <Code title="Input" text={input} />
      <Code title="Output" text={output} />
      <Code title="Cause" text={last?.cause ?? visit.cause} />
      {type === 'Task' && <LogLines execution={run.execution} visit={visit} most={100} />}
    </>
  );
}

const counted = z.object({ read: z.int(), clean: z.int(), rejected: z.int(), duplicates: z.int() });

/** Of a step that counts rows. */
function Rows({ output }: { readonly output: string | undefined }) {
  const rows = counted.safeParse(parsed(output)).data;
  if (!rows) return null;
  const { read, clean, rejected, duplicates } = rows;
  return (
    <span>
      {some(read, 'row')} = {count(clean)} clean + {count(rejected)} rejected + {some(duplicates, 'duplicate')}
    </span>
  );
}
