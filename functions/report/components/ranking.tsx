import type { Table } from '../../core/quality.ts';
import type { RankingComponent } from '../../definition/components/ranking.ts';
import { type Tongue, useTongue } from '../../publishing/tongue.tsx';
import { type BarRow, BarRows } from '../drawing/bar-rows.tsx';
import { ChartCard } from '../drawing/chart-card.tsx';
import type { ChartData } from '../drawing/data.ts';
import { missingNote } from '../drawing/gaps.ts';
import { numberOf, seriesOf } from '../drawing/numbers.ts';
import { previousIn, withPrevious } from '../drawing/previous.ts';
import { inRows } from '../drawing/spine.ts';

/** A bar for each of the first rows, with its value at its end, and the one before as an upright mark where there is one. */
export function Ranking({ component, data }: { component: RankingComponent; data: ChartData }) {
  const tongue = useTongue();
  const { charts: says } = tongue.words;
  const { most, title, value } = component;
  const { table, before } = data;
  const series = seriesOf(value, component.format, data.definition);
  const previous = previousIn(component, data);
  const spine = inRows(table.rows.slice(0, most), component.label);
  const rows = spine.slots.map(({ key, rows: [row] }, at): BarRow => {
    const to = numberOf(row?.[value]);
    const parts = [to === null ? undefined : { from: 0, to }];
    const written = tongue.cell(row?.[value], series.format, 'number');
    return { label: key, value: written, parts, mark: numberOf(previous?.[at]) ?? undefined };
  });
  if (rows.every(({ parts: [part] }) => part === undefined)) return <ChartCard component={component} data={data} />;
  const statement = statementOf(rows, table, tongue);
  const note = missingNote(spine, [value], tongue);
  const batch = before?.batch ?? '';
  return (
    <ChartCard
      component={component}
      data={previous ? withPrevious(data, { series, previous, title: says.before(series.name, batch) }) : data}
      statement={statement}
      notes={
        table.rowCount > rows.length ? [says.firstRows(tongue.cell(rows.length), tongue.cell(table.rowCount))] : []
      }
      legend={
        previous
          ? [
              { name: series.name, mark: 'series-1' },
              { name: says.mark(batch), mark: 'mark' },
            ]
          : []
      }
      missing={note}
    >
      <BarRows id={data.id} rows={rows} label={[`${title}.`, statement, note].filter(Boolean).join(' ')} />
    </ChartCard>
  );
}

/** The first and the last, which in a table that is cut is but the last of those shown. */
function statementOf(rows: readonly BarRow[], table: Table, { words }: Tongue): string {
  const { charts: says } = words;
  const [first = '–', last = first] = [rows[0], rows.at(-1)].map((row) => row && says.labelled(row.label, row.value));
  if (rows.length < 2) return says.only(first);
  return (table.rowCount > rows.length ? says.firstAndLastShown : says.firstAndLast)(first, last);
}
