import type { ComponentChildren } from 'preact';
import type { ChartOptions, OfTable } from '../../definition/components/component.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import { DataTable } from '../page/data-table.tsx';
import { repeatedRows } from '../unclear.ts';
import type { ChartData } from './data.ts';
import { Hatch } from './hatch.tsx';

/** What a mark of the picture stands for. */
interface LegendEntry {
  readonly name: string;
  /** The class of the mark: `series-1`, `line series-1`, `mark`. */
  readonly mark: string;
}

interface ChartCardProps {
  readonly component: ChartOptions & OfTable;
  readonly data: ChartData;
  /** What is seen, in a sentence. */
  readonly statement?: string;
  /** How it is drawn. */
  readonly notes?: readonly string[];
  readonly legend?: readonly LegendEntry[];
  readonly missing?: string | undefined;
  /** The picture; left out where there is nothing to draw. */
  readonly children?: ComponentChildren;
}

/** A chart: what it is, what is seen, the picture, and its data as a table for who cannot see it or wants to know better. */
export function ChartCard({ component, data, statement, notes = [], legend = [], missing, children }: ChartCardProps) {
  const { words, cell } = useTongue();
  const { charts: says } = words;
  const { title, subtitle, wide } = component;
  const { table, definition, id } = data;
  const repeated = repeatedRows(component, table, useTongue());
  return (
    <figure class={wide ? 'card chart span' : 'card chart'} id={id} aria-labelledby={`${id}-title`}>
      <figcaption>
        <h2 id={`${id}-title`}>{title}</h2>
        {statement && <p class="statement">{statement}</p>}
        {(subtitle || notes.length > 0) && <p class="subtitle">{[subtitle, ...notes].filter(Boolean).join('. ')}</p>}
      </figcaption>
      {table.rows.length < table.rowCount && (
        <p class="notice warn">{says.cut(cell(table.rows.length), cell(table.rowCount))}</p>
      )}
      {repeated && <p class="notice warn">{repeated}</p>}
      {legend.length > 0 && (
        <ul class="legend">
          {legend.map(({ name, mark }) => (
            <li key={mark}>
              <Key mark={mark} />
              {name}
            </li>
          ))}
        </ul>
      )}
      {children ?? <p class="empty">{table.rows.length > 0 ? says.noValues : says.noRows}</p>}
      {missing && (
        <p class="missing">
          <svg width="14" height="10" aria-hidden="true">
            <Hatch id={`${id}-key`} stretches={[{ from: 0, to: 100 }]} height={10} />
          </svg>
          {missing}
        </p>
      )}
      {table.rows.length > 0 && (
        <details>
          <summary>{says.dataTable}</summary>
          <DataTable table={table} definition={definition} shown={100} label={says.dataOf(title)} />
        </details>
      )}
    </figure>
  );
}

/** A mark as the picture has it. */
const Key = ({ mark }: { mark: string }) => (
  <svg width="14" height="10" aria-hidden="true">
    {mark === 'mark' && <line class="mark" x1="7" x2="7" y2="10" />}
    {mark.startsWith('line') && <line class={mark} x2="14" y1="5" y2="5" />}
    {mark.startsWith('series') && <rect class={mark} width="14" height="10" rx="2" />}
  </svg>
);
