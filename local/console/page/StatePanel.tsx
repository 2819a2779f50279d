import { z } from 'zod';
import { messageOf } from '../../../functions/notify/failure.ts';
import type { RunFacts } from '../run/facts.ts';
import { itemOf } from '../run/item.ts';
import { parsed } from '../run/json.ts';
import type { Run } from '../run/run.ts';
import { endOf } from '../run/summary.ts';
import type { Visit } from '../run/visits.ts';
import { LogLines } from './Logs.tsx';
import { Card, Code, Status } from './parts.tsx';
import { Sources } from './Sources.tsx';
import { clock, count, duration, some, statusWords } from './words.ts';

interface StatePanelProps {
  readonly run: Run;
  readonly facts: RunFacts | undefined;
  readonly state: string | undefined;
  readonly visit: string | undefined;
  readonly now: number;
  readonly select: (state: string, visit?: number) => void;
}

/** What went into a state and came out of it, of one of the times that the run came there. */
export function StatePanel({ run, facts, state, visit: id, now, select }: StatePanelProps) {
  if (state === undefined) return <Sources facts={facts} />;
  const visits = run.visits.filter((one) => one.state === state);
  const bad = visits.find(({ status }) => status === 'failed' || status === 'caught');
  const visit = visits.find((one) => String(one.id) === id) ?? bad ?? visits[0];
  return (
    <Card title={state} class="state-panel" beside={visit && <Status status={visit.status} />}>
      {visits.length > 1 && visit && <Items {...{ visits, visit, select }} />}
      {visit ? <Visited {...{ run, visit, now }} /> : <p class="none">The run has not come here.</p>}
    </Card>
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

function Visited({ run, visit, now }: { readonly run: Run; readonly visit: Visit; readonly now: number }) {
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
