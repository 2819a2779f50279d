import type { Line } from '../../../commands/logs/lines.ts';
import type { Execution } from '../run/history.ts';
import { childName, itemOf } from '../run/item.ts';
import type { Visit } from '../run/visits.ts';
import { useLoaded } from './loaded.ts';
import { Trouble } from './parts.tsx';
import { nameIn, useRoute } from './route.ts';
import { clock } from './words.ts';

interface LogLinesProps {
  readonly execution: Execution;
  /** Of this alone. */
  readonly visit?: Visit | undefined;
  /** The last so many. */
  readonly most: number;
}

/** What functions said of a run, or in one state of it. */
export function LogLines({ execution, visit, most }: LogLinesProps) {
  // What a child execution logs stands among the lines of its parent.
  const parent = useRoute().of;
  const arn = parent ?? execution.executionArn;
  const { value: lines, error } = useLoaded(`${arn} logs`, (source) => source.logs(nameIn(arn)));
  if (!lines) return <Trouble text={error} />;
  const own = lines.filter(
    (line) => (visit === undefined || isOf(line, visit)) && (parent === undefined || isOfChild(line, execution)),
  );
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

/** Of what a child execution works on, while it did. */
function isOfChild({ source, at }: Line, execution: Execution): boolean {
  const { startDate, stopDate = Number.POSITIVE_INFINITY } = execution;
  const time = Date.parse(at);
  if (time < startDate - slack || time > stopDate + slack) return false;
  return source === undefined || source === childName(execution);
}

/** Clocks of two services, in milliseconds. */
const slack = 1000;
