import { useRef, useState } from 'preact/hooks';
import { executionSchema, type ListedExecution, type MapRun } from '../run/history.ts';
import { childName } from '../run/item.ts';
import { useLoaded } from './loaded.ts';
import { readChildren } from './map-runs.ts';
import { Status, Trouble } from './parts.tsx';
import { hrefOf, type Route } from './route.ts';
import { count, duration, some } from './words.ts';

interface ChildrenProps {
  readonly mapRun: MapRun;
  /** Where the execution is shown whose Map it is. */
  readonly route: Route;
  readonly of: string;
}

const few = 20;
const more = 100;

/** The child executions of a distributed Map, those that failed first, each a run of its own. */
export function Children({ mapRun, route: { machine }, of }: ChildrenProps) {
  const { mapRunArn, executionCounts } = mapRun;
  const [most, setMost] = useState(few);
  const key = `${mapRunArn} ${most} ${JSON.stringify(executionCounts)}`;
  const { value, error } = useLoaded(key, (source) => readChildren(mapRun, most, source), { once: true });
  const before = useRef<readonly ListedExecution[]>([]);
  before.current = value ?? before.current;
  const begun = executionCounts.total - executionCounts.pending;
  const isCut = value !== undefined && value.length < begun;
  return (
    <section class="children" aria-label="Child executions">
      <Counts mapRun={mapRun} />
      <Trouble text={error} />
      <ul>
        {before.current.map((child) => (
          <Child key={child.executionArn} child={child} href={hrefOf({ machine, run: child.executionArn, of })} />
        ))}
      </ul>
      {isCut && value.length >= most && (
        <button type="button" onClick={() => setMost(most + more)}>
          Show more of {count(begun)}
        </button>
      )}
      {isCut && value.length < most && <p class="none">{count(begun - value.length)} more are not kept here.</p>}
    </section>
  );
}

const words = {
  failed: 'failed',
  timedOut: 'timed out',
  aborted: 'stopped',
  pendingRedrive: 'waiting for the redrive',
  running: 'running',
  pending: 'pending',
  succeeded: 'succeeded',
} as const;

function Counts({ mapRun: { executionCounts: all, itemCounts } }: Pick<ChildrenProps, 'mapRun'>) {
  const told = Object.entries(words).flatMap(([name, word]) => {
    const number = name in all ? Object.entries(all).find(([field]) => field === name)?.[1] : 0;
    return number ? [{ name, text: `${count(number)} ${word}` }] : [];
  });
  return (
    <p class="facts">
      <span>{some(all.total, 'child execution')}</span>
      {itemCounts.total !== all.total && <span>{some(itemCounts.total, 'item')}</span>}
      {told.map(({ name, text }) => (
        <span key={name} class={name === 'failed' || name === 'timedOut' ? 'bad' : ''}>
          {text}
        </span>
      ))}
    </p>
  );
}

function Child({ child, href }: { readonly child: ListedExecution; readonly href: string }) {
  const { executionArn, name, status, startDate, stopDate } = child;
  const { value } = useLoaded(
    `${executionArn} name`,
    async (source) => childName(executionSchema.parse(await source.ask('DescribeExecution', { executionArn }))),
    { once: true },
  );
  return (
    <li>
      <a class="name" href={href}>
        {value ?? name}
      </a>
      <Status status={status} />
      {stopDate !== undefined && <span>{duration(stopDate - startDate)}</span>}
    </li>
  );
}
