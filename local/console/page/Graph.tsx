import { useLayoutEffect, useRef } from 'preact/hooks';
import { fitted } from '../../../commands/diagram/fit.ts';
import type { Picture, PlacedEdge, PlacedNode } from '../../../commands/diagram/flat.ts';
import type { StateSummary } from '../run/summary.ts';
import type { Visit } from '../run/visits.ts';
import { count, duration, statusWords } from './words.ts';

interface GraphProps {
  readonly picture: Picture;
  readonly visits?: readonly Visit[];
  readonly summaries: ReadonlyMap<string, StateSummary>;
  /** More of some states, by their names. */
  readonly notes?: ReadonlyMap<string, string>;
  readonly selected?: string | undefined;
  readonly onSelect?: (state: string) => void;
}

/** No smaller than this, so that it can be read; what is wider is scrolled. */
const legible = 0.62;

/** A state machine, its states coloured by what became of them. */
export function Graph({ picture, visits = [], summaries, notes, selected, onSelect }: GraphProps) {
  const { width, height, nodes, edges } = picture;
  const section = useAtStart(picture);
  const ways = new Set(visits.map(({ after, state }) => `${after ?? ''} ${state}`));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it too
    <section class="graph" aria-label="Graph" tabIndex={0} ref={section}>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG knows no other */}
      <svg
        role="group"
        aria-label="The states"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        style={{ minWidth: `${Math.round(width * legible)}px` }}
        class={summaries.size > 0 ? 'ran' : ''}
      >
        <defs>
          <marker
            id="tip"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path class="tip" d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        {nodes.filter(({ isContainer }) => isContainer).map(draw)}
        {edges.map((edge) => (
          <Edge key={`${edge.from} ${edge.to} ${edge.label?.text}`} edge={edge} ways={ways} />
        ))}
        {nodes.filter(({ isContainer }) => !isContainer).map(draw)}
      </svg>
    </section>
  );
  function draw(node: PlacedNode) {
    const summary = summaries.get(node.id);
    const more = notes?.get(node.id);
    return <State key={node.id} {...{ node, summary, more, onSelect }} isSelected={node.id === selected} />;
  }
}

/** What is wider than its place shows where it begins. */
function useAtStart({ width, nodes }: Picture) {
  const section = useRef<HTMLElement>(null);
  const start = nodes.find(({ type }) => type === 'Start');
  const middle = start ? (start.x + start.width / 2) / width : 0.5;
  useLayoutEffect(() => {
    const { current } = section;
    if (current) current.scrollLeft = middle * current.scrollWidth - current.clientWidth / 2;
  }, [middle]);
  return section;
}

interface StateProps {
  readonly node: PlacedNode;
  readonly summary: StateSummary | undefined;
  readonly more: string | undefined;
  readonly isSelected: boolean;
  readonly onSelect: ((state: string) => void) | undefined;
}

function State({ node, summary, more, isSelected, onSelect }: StateProps) {
  const { id, type, x, y, width: w, height: h, isContainer } = node;
  if (type === 'Start') return <Start {...node} />;
  const note = noteOf(type, summary);
  const shown = isContainer && summary ? [id, type, note] : [id, note];
  const select = () => onSelect?.(id);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    select();
  };
  const role = onSelect
    ? { role: 'button' as const, tabindex: 0, onClick: select, onKeyDown, 'aria-pressed': isSelected }
    : {};
  const status = summary ? statusWords[summary.status] : 'not entered';
  return (
    <g
      {...role}
      class={`state ${type} ${summary?.status ?? ''} ${isSelected ? 'selected' : ''}`}
      aria-label={`${shown.join(isContainer ? ' · ' : ' ')}${more === undefined ? '' : ` ${more}`}, ${status}`}
      transform={`translate(${x} ${y})`}
    >
      {type === 'Choice' ? (
        <polygon points={`0,${h / 2} 14,0 ${w - 14},0 ${w},${h / 2} ${w - 14},${h} 14,${h}`} />
      ) : (
        <rect width={w} height={h} rx={type === 'Succeed' || type === 'Fail' ? h / 2 : 8} />
      )}
      {isContainer ? (
        <>
          {/* In lines of their own, as a Map of one state is no wider than that. */}
          <Note text={`${id} · ${type}`} x={14} y={summary ? 17 : 20} width={w - 28} />
          {summary && <Note text={note} x={14} y={31} width={w - 28} />}
          <Note text={more} x={14} y={h - 8} width={w - 28} />
        </>
      ) : (
        <>
          {/* The blank keeps the two texts apart for whoever hears them. */}
          <text x={w / 2} y={h / 2 - 4}>{`${id} `}</text>
          <Note text={note} x={w / 2} y={h / 2 + 11} width={w - 16} />
        </>
      )}
    </g>
  );
}

interface NoteProps {
  readonly text: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** As much as there is room for; all of it to whoever points at it. */
function Note({ text = '', x, y, width }: NoteProps) {
  const shown = fitted(text, width);
  return (
    <text class="note" x={x} y={y}>
      {shown !== text && <title>{text}</title>}
      {`${shown} `}
    </text>
  );
}

const Start = ({ x, y, width: w, height: h }: PlacedNode) => (
  <g class="state Start" transform={`translate(${x} ${y})`}>
    <rect width={w} height={h} rx={h / 2} />
    <text x={w / 2} y={h / 2 + 4}>
      Start
    </text>
  </g>
);

function noteOf(type: string, summary: StateSummary | undefined): string {
  if (!summary) return type;
  const { took, visits, retries } = summary;
  return [
    duration(took),
    ...(visits > 1 ? [`×${count(visits)}`] : []),
    ...(retries > 0 ? [`${count(retries)} again`] : []),
  ].join(' · ');
}

function Edge({ edge, ways }: { readonly edge: PlacedEdge; readonly ways: ReadonlySet<string> }) {
  const { from, to, kind, points, label } = edge;
  const isTaken = ways.has(`${from.endsWith('/start') ? '' : from} ${to}`);
  const d = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return (
    <g class={`edge ${kind} ${isTaken ? 'taken' : ''}`}>
      <path d={d} marker-end="url(#tip)" />
      {label && (
        <text class="note" x={label.x + label.width / 2} y={label.y + label.height / 2 + 4}>
          {label.text}
        </text>
      )}
    </g>
  );
}
