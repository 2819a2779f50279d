import { itemOf } from '../run/item.ts';
import { type Bar, type TimelineRow, timelineOf } from '../run/timeline.ts';
import type { Visit } from '../run/visits.ts';
import { duration, statusWords } from './words.ts';

interface TimelineProps {
  readonly visits: readonly Visit[];
  readonly now: number;
  readonly select: (state: string, visit?: number) => void;
}

const laneHeight = 14;

/** When each state was under way. */
export function Timeline({ visits, now, select }: TimelineProps) {
  if (visits.length === 0) return <p class="none">Nothing has happened yet.</p>;
  const rows = timelineOf(visits, now);
  const whole = Math.max(1, ...rows.flatMap(({ bars }) => bars.map(({ to }) => to)));
  return (
    <div class="timeline">
      <div class="row scale" aria-hidden="true">
        <span />
        <span>
          {[0, 0.25, 0.5, 0.75, 1].map((part) => (
            <span key={part}>{duration(whole * part)}</span>
          ))}
        </span>
      </div>
      {rows.map((row) => (
        <Row key={row.state} {...{ row, whole, select }} />
      ))}
    </div>
  );
}

interface RowProps {
  readonly row: TimelineRow;
  readonly whole: number;
  readonly select: TimelineProps['select'];
}

function Row({ row: { state, depth, lanes, bars }, whole, select }: RowProps) {
  return (
    <div class="row">
      <button type="button" class={`quiet depth-${Math.min(depth, 3)}`} onClick={() => select(state)}>
        {state}
      </button>
      <svg role="img" aria-label={`${state}: ${told(bars)}`} width="100%" height={lanes * laneHeight + 4}>
        {bars.map((bar) => (
          <Drawn key={bar.visit.id} {...{ bar, whole, select }} />
        ))}
      </svg>
    </div>
  );
}

function Drawn({ bar, whole, select }: Omit<RowProps, 'row'> & { readonly bar: Bar }) {
  const { visit, from, to, lane } = bar;
  const width = Math.max(0.3, (100 * (to - from)) / whole);
  const x = Math.min((100 * from) / whole, 100 - width);
  const name = itemOf(visit) ?? visit.state;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button of the row does it for the keyboard
    <g class={`bar ${visit.status}`} onClick={() => select(visit.state, visit.id)}>
      <rect x={`${x}%`} y={lane * laneHeight + 3} width={`${width}%`} height={laneHeight - 3} rx={3}>
        <title>{`${name}: ${duration(to - from)}, ${statusWords[visit.status]}`}</title>
      </rect>
    </g>
  );
}

const told = (bars: readonly Bar[]) => {
  const [first] = bars;
  if (!first) return 'nothing';
  const end = Math.max(...bars.map(({ to }) => to));
  return `${duration(end - first.from)} from ${duration(first.from)} on${bars.length > 1 ? `, ${bars.length} times` : ''}`;
};
