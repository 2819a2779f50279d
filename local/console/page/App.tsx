import { useEffect, useState } from 'preact/hooks';
import type { About } from '../world.ts';
import { DropZone } from './DropZone.tsx';
import { Empty } from './Empty.tsx';
import { ChangeContext, SourceContext, useLoaded } from './loaded.ts';
import { MachineView } from './MachineView.tsx';
import { useMachines, useRuns } from './machines.ts';
import { Trouble } from './parts.tsx';
import { RunView } from './RunView.tsx';
import { useRoute } from './route.ts';
import { Sidebar } from './Sidebar.tsx';
import type { Source } from './source.ts';

/** The whole page, of what a source has. */
export function App({ source }: { readonly source: Source }) {
  const [change, setChange] = useState(0);
  useEffect(() => source.follow(() => setChange((count) => count + 1)), [source]);
  return (
    <SourceContext.Provider value={source}>
      <ChangeContext.Provider value={change}>
        <Console />
      </ChangeContext.Provider>
    </SourceContext.Provider>
  );
}

function Console() {
  const route = useRoute();
  const { value: about, error } = useLoaded('about', (source) => source.about());
  const machines = useMachines();
  const machine = machines.find(({ name }) => name === route.machine) ?? machines[0];
  const runs = useRuns(machine);
  useEffect(() => {
    document.title = about ? `${about.name} · Tributary` : 'Tributary';
  }, [about]);
  // Whoever has chosen nothing sees the newest run, whichever that is by now.
  const run = route.run ?? (route.machine === undefined ? runs[0]?.executionArn : undefined);
  return (
    <DropZone inbox={about?.inbox}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        To the run
      </button>
      <Sidebar {...{ about, machines, machine, runs, run: route.of ?? run }} />
      <main id="main" tabIndex={-1}>
        <Trouble text={error} />
        {about && <Said about={about} />}
        {run !== undefined ? (
          <RunView key={run} arn={run} route={route} />
        ) : machine && route.machine !== undefined ? (
          <MachineView key={machine.stateMachineArn} machine={machine} />
        ) : (
          about && runs.length === 0 && <Empty about={about} />
        )}
      </main>
    </DropZone>
  );
}

/** What is wrong with the code, and what a batch waits for. */
const Said = ({ about: { problems, notices } }: { readonly about: About }) => (
  <>
    {problems.length > 0 && (
      <section class="card failure" role="alert" aria-label="Mistakes in the code">
        <h2>The code that was saved cannot be used; what was before goes on</h2>
        <ul class="problems">
          {problems.map(({ message, file, line, column }) => (
            <li key={`${file}:${line} ${message}`}>
              {file !== undefined && <code>{[file, line, column].filter((one) => one !== undefined).join(':')}</code>}{' '}
              {message}
            </li>
          ))}
        </ul>
      </section>
    )}
    {notices.map((notice) => (
      <p key={notice} class="notice" role="status">
        {notice}
      </p>
    ))}
  </>
);
