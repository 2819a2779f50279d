import { useState } from 'preact/hooks';
import { type HistoryEvent, textIn } from '../run/history.ts';
import { Scrolls } from './parts.tsx';
import { count, duration } from './words.ts';

interface EventsProps {
  readonly events: readonly HistoryEvent[];
  readonly startedAt: number;
}

const atOnce = 100;

/** Every event, the newest first, so many at once. */
export function Events({ events, startedAt }: EventsProps) {
  const [words, setWords] = useState('');
  const [from, setFrom] = useState(0);
  const asked = words.toLowerCase();
  const found = events.filter((one) => `${one.type} ${textIn(one, 'name') ?? ''}`.toLowerCase().includes(asked));
  const shown = found.toReversed().slice(from, from + atOnce);
  return (
    <div class="events">
      <p>
        <input
          type="search"
          aria-label="Show events with"
          placeholder="Show events with…"
          value={words}
          onInput={({ currentTarget }) => {
            setWords(currentTarget.value);
            setFrom(0);
          }}
        />
        <span>{count(found.length)} events</span>
        {from > 0 && <Turn label="Newer" onClick={() => setFrom(Math.max(0, from - atOnce))} />}
        {from + atOnce < found.length && <Turn label="Older" onClick={() => setFrom(from + atOnce)} />}
      </p>
      <Scrolls label="Events">
        <table>
          <thead>
            <tr>
              <th>#</th>
              <th>Type</th>
              <th>State</th>
              <th>At</th>
              <th>Details</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((event) => (
              <Event key={event.id} event={event} startedAt={startedAt} />
            ))}
          </tbody>
        </table>
      </Scrolls>
    </div>
  );
}

const Turn = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <button type="button" onClick={onClick}>
    {label}
  </button>
);

function Event({ event, startedAt }: { readonly event: HistoryEvent; readonly startedAt: number }) {
  const { id, type, at, details } = event;
  const { name: _, ...rest } = details;
  const isBad = /(Failed|TimedOut|Aborted)$/.test(type);
  return (
    <tr class={isBad ? 'failed' : ''}>
      <td>{id}</td>
      <td>{type}</td>
      <td>{textIn(event, 'name')}</td>
      <td>+{duration(at - startedAt)}</td>
      <td>
        {Object.keys(rest).length > 0 && (
          <details>
            <summary>{brief(JSON.stringify(rest))}</summary>
            <pre>{JSON.stringify(rest, null, 2)}</pre>
          </details>
        )}
      </td>
    </tr>
  );
}

const brief = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
