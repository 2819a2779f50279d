import type { Line } from '../../../commands/logs/lines.ts';
import type { Execution } from '../run/history.ts';
import { itemOf } from '../run/item.ts';
import type { Visit } from '../run/visits.ts';
import { useLoaded } from './loaded.ts';
import { Trouble } from './parts.tsx';
import { clock } from './words.ts';

interface LogLinesProps {
  readonly execution: Pick<Execution, 'name' | 'executionArn'>;
  /** Of this alone. */
  readonly visit?: Visit | undefined;
  /** The last so many. */
  readonly most: number;
}

/** What functions said of a run, or in one state of it. */
export function LogLines({ execution: { name, executionArn }, visit, most }: LogLinesProps) {
  const { value: lines, error } = useLoaded(`${executionArn} logs`, (source) => source.logs(name));
  if (!lines) return <Trouble text={error} />;
  const own = lines.filter((line) => visit === undefined || isOf(line, visit));
  if (own.length === 0) return <p class="none">Nothing was logged.</p>;
  return (
    <section class="logs" aria-label="Logs">
      {own.length > most && (
        <p class="none">
          The last {most} of {own.length} lines:
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it too */}
      <ol tabIndex={0}>
        {own.slice(-most).map(({ at, step, level, text }, nth) => (
          <li key={`${at} ${nth}`} class={level.toLowerCase()}>
            <time>{clock(Date.parse(at))}</time> <b>{step}</b> {text}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Of the function that the state calls, about the item that it is called for, while it was there. */
function isOf({ step, source, at }: Line, visit: Visit): boolean {
  const calls = visit.attempts[0]?.calls ?? '';
  if (!calls.endsWith(`:${step}`) && !calls.endsWith(`-${step}`)) return false;
  const time = Date.parse(at);
  if (time < visit.enteredAt - slack || time > (visit.exitedAt ?? Number.POSITIVE_INFINITY) + slack) return false;
  return source === undefined || visit.item === undefined || source === itemOf(visit);
}

/** Clocks of two services, in milliseconds. */
const slack = 1000;
