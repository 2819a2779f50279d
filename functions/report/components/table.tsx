import { useTongue } from '../../publishing/tongue.tsx';
import type { ChartData } from '../drawing/data.ts';
import { DataTable } from '../page/data-table.tsx';

/** A table of the report: its first rows, and how many there are. */
export function TableCard({ data: { table, definition, id } }: { data: ChartData }) {
  const { words, cell } = useTongue();
  const { table: says } = words.page;
  const shown = Math.min(definition?.shown ?? 20, table.rows.length);
  const title = definition?.title ?? table.name;
  const count = table.rowCount > shown ? ` (${says.firstOf(cell(shown), cell(table.rowCount))})` : '';
  const columns = table.columns.filter(({ name }) => !definition?.columns?.[name]?.hidden);
  return (
    <article class={columns.length > 5 ? 'card span' : 'card'} id={id}>
      <h2>
        {title}
        {count}
      </h2>
      {definition?.subtitle && <p class="subtitle">{definition.subtitle}</p>}
      <DataTable table={table} definition={definition} shown={shown} label={title} />
      {count && (
        <p class="more">
          {says.allRows} <a href="#downloads">{table.name}.csv</a>
        </p>
      )}
    </article>
  );
}
