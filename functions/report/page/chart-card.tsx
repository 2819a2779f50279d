import { z } from 'zod';
import { useTongue } from '../../publishing/tongue.tsx';
import { repeatedTimes } from '../unclear.ts';
import { DataTable } from './data-table.tsx';
import type { DrawnChart } from './view.ts';

/** What `ranking` says of the most rows that it draws. */
const bounded = z.object({ most: z.int() });

/** A chart, with its data as a table for who cannot see it or wants to know better. */
export function ChartCard({
  chart,
  table,
  definition,
  drawings,
  id,
  wide,
}: DrawnChart & { id: string; wide: boolean }) {
  const { cell } = useTongue();
  const { most } = bounded.safeParse(chart.spec.usermeta).data ?? {};
  const repeated = repeatedTimes(chart, table);
  return (
    <figure class={wide ? 'card span' : 'card'} aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{chart.title}</h2>
        {chart.subtitle && <p class="subtitle">{chart.subtitle}</p>}
      </figcaption>
      {table.rows.length === 0 && <p class="empty">No rows</p>}
      {table.rows.length < table.rowCount && (
        <p class="notice warn">
          Drawn from the first {cell(table.rows.length)} of {cell(table.rowCount)} rows: aggregate them in the table's
          SQL.
        </p>
      )}
      {repeated && <p class="notice warn">{repeated}</p>}
      {most !== undefined && table.rowCount > most && (
        <p class="subtitle">
          The first {most} of {cell(table.rowCount)} rows; the table has them all.
        </p>
      )}
      {drawings.map(({ size, width, height, content }) => (
        <svg
          key={size}
          class={`chart ${size}`}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`Chart: ${chart.title}. The table below holds its data.`}
          // Safe as it is: Vega escapes texts and attributes, and writes no links
          dangerouslySetInnerHTML={{ __html: content }}
        />
      ))}
      {table.rows.length > 0 && (
        <details>
          <summary>Data table</summary>
          <DataTable table={table} definition={definition} shown={100} label={`Data of ${chart.title}`} />
        </details>
      )}
    </figure>
  );
}
