import { useState } from 'preact/hooks';
import type { ListedExecution, ListedMachine } from '../run/history.ts';
import type { About } from '../world.ts';
import { RunItem } from './RunItem.tsx';
import { hrefOf } from './route.ts';
import { some } from './words.ts';

interface SidebarProps {
  readonly about: About | undefined;
  readonly machines: readonly ListedMachine[];
  /** The one whose runs are listed. */
  readonly machine: ListedMachine | undefined;
  readonly runs: readonly ListedExecution[];
  /** The ARN of the one that is shown. */
  readonly run: string | undefined;
}

/** State machines, and the runs of the one that is chosen. */
export const Sidebar = ({ about, machines, machine, runs, run }: SidebarProps) => (
  <nav aria-label="Machines and runs">
    <header>
      <strong>{about?.name ?? 'Tributary'}</strong>
      {about && <span>on {about.place}</span>}
    </header>
    <h2>State machines</h2>
    <ul class="machines">
      {machines.map(({ name, stateMachineArn }) => (
        <li key={stateMachineArn}>
          <a href={hrefOf({ machine: name })} aria-current={name === machine?.name ? 'true' : undefined}>
            {name}
          </a>
        </li>
      ))}
    </ul>
    <Runs {...{ machine, runs, run }} />
  </nav>
);

const few = 100;

function Runs({ machine, runs, run }: Pick<SidebarProps, 'machine' | 'runs' | 'run'>) {
  const [words, setWords] = useState('');
  const [isWhole, setWhole] = useState(false);
  const asked = words.toLowerCase();
  const found = runs.filter(({ name, status }) => `${name} ${status}`.toLowerCase().includes(asked));
  const shown = isWhole ? found : found.slice(0, few);
  return (
    <>
      <h2>{runs.length > 0 ? some(runs.length, 'run') : 'Runs'}</h2>
      {runs.length > 8 && (
        <input
          type="search"
          aria-label="Show runs with"
          placeholder="Show runs with…"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      )}
      {runs.length === 0 && <p class="none">There is none yet.</p>}
      <ul class="runs">
        {shown.map((one, nth) => (
          <RunItem
            key={one.executionArn}
            execution={one}
            machine={machine?.name}
            isShown={one.executionArn === run}
            withRows={nth < 30}
          />
        ))}
      </ul>
      {found.length > shown.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {found.length}
        </button>
      )}
    </>
  );
}
