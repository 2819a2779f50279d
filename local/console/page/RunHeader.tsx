import { useState } from 'preact/hooks';
import { isAcceptable } from '../../../functions/publishing/gate.ts';
import type { Action } from '../actions.ts';
import type { RunFacts } from '../run/facts.ts';
import { childName } from '../run/item.ts';
import { type Run, standingOf } from '../run/run.ts';
import { ComparePicker } from './ComparePicker.tsx';
import { useLoaded, useSource } from './loaded.ts';
import { Status, Trouble } from './parts.tsx';
import { go, hrefOf, nameIn, type Route } from './route.ts';
import type { Source } from './source.ts';
import { clock, duration, some } from './words.ts';

interface RunHeaderProps {
  readonly run: Run;
  readonly facts: RunFacts | undefined;
  readonly now: number;
  readonly route: Route;
}

/** What a run is, how it stands, and what can be done about it. */
export function RunHeader({ run, facts, now, route }: RunHeaderProps) {
  const { execution } = run;
  const source = useSource();
  const { name, startDate, stopDate, redriveCount = 0 } = execution;
  const rows = facts?.quality.reduce((sum, { read }) => sum + read, 0) ?? 0;
  const page = facts?.page && source.linkTo(facts.page);
  return (
    <header class="run">
      <h1>{execution.mapRunArn === undefined ? name : childName(execution)}</h1>
      {route.of !== undefined && (
        <p>
          A child execution of <a href={hrefOf({ machine: route.machine, run: route.of })}>{nameIn(route.of)}</a>
        </p>
      )}
      <p>
        <Status status={standingOf(execution)} /> <span>{duration((stopDate ?? now) - startDate)}</span>
        {rows > 0 && <span>{some(rows, 'row')}</span>}
        <span>started {clock(startDate)}</span>
        {redriveCount > 0 && <span>taken up again {some(redriveCount, 'time')}</span>}
        {facts?.manifest?.waiver && <span>accepted: {facts.manifest.waiver.reason}</span>}
      </p>
      <p class="actions">
        {page !== undefined && (
          <a class="button first" href={page} target="_blank" rel="noopener">
            {standingOf(execution) === 'HELD' ? 'Quality page' : 'Report'}
          </a>
        )}
        <Actions {...{ run, facts }} />
        {execution.mapRunArn === undefined && <ComparePicker {...{ run, route }} />}
      </p>
    </header>
  );
}

type Work = (source: Source) => Promise<unknown>;

function Actions({ run: { execution }, facts }: Pick<RunHeaderProps, 'run' | 'facts'>) {
  const source = useSource();
  const about = useLoaded('about', (from) => from.about(), { once: true }).value;
  const [trouble, setTrouble] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  if (about?.inbox === undefined) return null;
  const { executionArn, status, redriveStatus, mapRunArn } = execution;
  const does = (work: Work) => async () => {
    setTrouble(undefined);
    setBusy(true);
    await work(source).catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
    setBusy(false);
  };
  // The run that this begins is the newest, which is shown where none is named.
  const act = (action: Action) => does((from) => from.act(action).then(() => go({})));
  const ask = (operation: string) => does((from) => from.ask(operation, { executionArn }));
  const isHeld = standingOf(execution) === 'HELD';
  return (
    <>
      {status === 'RUNNING' && mapRunArn === undefined && (
        <Button label="Stop" {...{ isBusy }} onClick={ask('StopExecution')} />
      )}
      {redriveStatus === 'REDRIVABLE' && !isHeld && (
        <Button label="Redrive" {...{ isBusy }} onClick={ask('RedriveExecution')} />
      )}
      {facts && status !== 'RUNNING' && (
        <Button label="Run again" {...{ isBusy }} onClick={act({ action: 'rerun', batch: facts.batch })} />
      )}
      {facts && isHeld && isAcceptable(facts.quality) && (
        <Accept {...{ isBusy }} onAccept={(reason) => act({ action: 'accept', run: facts.run, reason })()} />
      )}
      <Trouble text={trouble} />
    </>
  );
}

interface ButtonProps {
  readonly label: string;
  /** What was asked for before has not begun yet. */
  readonly isBusy: boolean;
  readonly onClick: () => Promise<void>;
}

const Button = ({ label, isBusy, onClick }: ButtonProps) => (
  <button type="button" disabled={isBusy} onClick={() => void onClick()}>
    {label}
  </button>
);

/** Publishing what is held needs a reason, which the report shows. */
function Accept({
  isBusy,
  onAccept,
}: Pick<ButtonProps, 'isBusy'> & { readonly onAccept: (reason: string) => Promise<void> }) {
  const [reason, setReason] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    void onAccept(reason);
  };
  return (
    <form onSubmit={submit}>
      <input
        aria-label="Why it is accepted"
        placeholder="Why it is accepted"
        required
        maxLength={500}
        value={reason}
        onInput={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <button type="submit" disabled={isBusy}>
        Accept
      </button>
    </form>
  );
}
