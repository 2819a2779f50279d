import { laidOut } from '../run/json.ts';
import type { Run } from '../run/run.ts';
import { Events } from './Events.tsx';
import { LogLines } from './Logs.tsx';
import { Code } from './parts.tsx';
import { go, type Route } from './route.ts';
import { Timeline } from './Timeline.tsx';

const tabs = {
  timeline: 'Timeline',
  events: 'Events',
  logs: 'Logs',
  data: 'Input and output',
  definition: 'Definition',
};
type Tab = keyof typeof tabs;
const names = Object.keys(tabs).filter((name): name is Tab => name in tabs);

interface TabsProps {
  readonly run: Run;
  readonly route: Route;
  readonly now: number;
  readonly select: (state: string, visit?: number) => void;
}

/** What else there is of a run, one kind at a time. */
export function Tabs({ run, route, now, select }: TabsProps) {
  const shown = names.find((name) => name === route.tab) ?? 'timeline';
  const show = (tab: Tab) => go({ ...route, tab }, { replace: true });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = names[(names.indexOf(shown) + step + names.length) % names.length] ?? shown;
    show(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <section class="card tabs" aria-label="More of the run">
      <div role="tablist" aria-label="More of the run" onKeyDown={onKeyDown}>
        {names.map((name) => (
          <button
            type="button"
            key={name}
            id={`tab-${name}`}
            role="tab"
            aria-selected={name === shown}
            aria-controls="tab-panel"
            tabIndex={name === shown ? 0 : -1}
            onClick={() => show(name)}
          >
            {tabs[name]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${shown}`}>
        <Panel {...{ shown, run, now, select }} />
      </div>
    </section>
  );
}

function Panel({ shown, run, now, select }: Omit<TabsProps, 'route'> & { readonly shown: Tab }) {
  const { execution, visits, events, definition } = run;
  switch (shown) {
    case 'timeline':
      return <Timeline {...{ visits, now, select }} />;
    case 'events':
      return <Events {...{ events, startedAt: execution.startDate }} />;
    case 'logs':
      return <LogLines execution={execution} most={1000} />;
    case 'data':
      return (
        <>
          <Code title="Input" text={execution.input} />
          <Code title="Output" text={execution.output} />
        </>
      );
    case 'definition':
      return <Code title="Definition" text={laidOut(definition)} />;
  }
}
