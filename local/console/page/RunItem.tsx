import { readFacts } from '../run/facts.ts';
import { executionSchema, type ListedExecution } from '../run/history.ts';
import { standingOf } from '../run/run.ts';
import { useLoaded } from './loaded.ts';
import { Status } from './parts.tsx';
import { hrefOf } from './route.ts';
import type { Source } from './source.ts';
import { clock, count, duration } from './words.ts';

interface RunItemProps {
  readonly execution: ListedExecution;
  readonly machine: string | undefined;
  readonly isShown: boolean;
  /** Whether its rows are told, which takes a few requests. */
  readonly withRows: boolean;
}

/** A run in the list. */
export function RunItem({ execution, machine, isShown, withRows }: RunItemProps) {
  const { executionArn, name, status, startDate, stopDate, redriveCount = 0 } = execution;
  // What has ended is as it was.
  const key = `${executionArn} ${startDate} ${status} ${redriveCount} ${withRows}`;
  const read = (source: Source) => (withRows ? more(executionArn, source) : Promise.resolve(undefined));
  const { value } = useLoaded(key, read, { once: true });
  return (
    <li>
      <a href={hrefOf({ machine, run: executionArn })} aria-current={isShown ? 'page' : undefined}>
        <span class="name">{name}</span>
        <span class="facts">
          <Status status={value?.standing ?? status} />
          {stopDate !== undefined && <span>{duration(stopDate - startDate)}</span>}
          {value?.rows !== undefined && <span>{count(value.rows)} rows</span>}
          <time>{clock(startDate)}</time>
        </span>
      </a>
    </li>
  );
}

async function more(executionArn: string, source: Source) {
  const execution = executionSchema.parse(await source.ask('DescribeExecution', { executionArn }));
  const quality = (await readFacts(execution, source.read))?.quality ?? [];
  const rows = quality.length > 0 ? quality.reduce((sum, { read }) => sum + read, 0) : undefined;
  return { standing: standingOf(execution), rows };
}
