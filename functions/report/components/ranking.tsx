import type { Row, Table } from '../../core/quality.ts';
import { legible } from '../../core/visible.ts';
import type { RankingComponent } from '../../definition/components/ranking.ts';
import type { TableDefinition } from '../../definition/define-report.ts';
import { type Tongue, useTongue } from '../../publishing/tongue.tsx';
import { type BarRow, BarRows } from './bar-rows.tsx';
import { ChartCard } from './chart-card.tsx';
import type { ChartData } from './data.ts';
import { numberOf, type Series, seriesOf } from './numbers.ts';

/** A bar for each of the first rows, with its value at its end, and the one before as an upright mark where there is one. */
export function Ranking({ component, data }: { component: RankingComponent; data: ChartData }) {
  const tongue = useTongue();
  const { charts: says } = tongue.words;
  const { most, title, label } = component;
  const series = seriesOf(component.value, component.format, data.definition);
  const previous = previousIn(component, data);
  const rows = data.table.rows.slice(0, most).map((row, at): BarRow => {
    const value = numberOf(row[component.value]);
    const written = tongue.cell(row[component.value], series.format, 'number');
    const parts = [value === null ? undefined : { from: 0, to: value }];
    return {
      label: legible(tongue.cell(row[label])),
      value: written,
      parts,
      mark: numberOf(previous?.[at]) ?? undefined,
    };
  });
  const statement = statementOf(rows, data.table, tongue);
  if (rows.every(({ parts: [part] }) => part === undefined)) return <ChartCard component={component} data={data} />;
  const isCut = data.table.rowCount > rows.length;
  const batch = data.before?.batch ?? '';
  return (
    <ChartCard
      component={component}
      data={previous ? withPrevious(data, { series, previous, title: says.before(series.name, batch) }) : data}
      statement={statement}
      notes={isCut ? [says.firstRows(tongue.cell(rows.length), tongue.cell(data.table.rowCount))] : []}
      legend={
        previous
          ? [
              { name: series.name, mark: 'series-1' },
              { name: says.mark(batch), mark: 'mark' },
            ]
          : []
      }
    >
      <BarRows id={data.id} rows={rows} label={`${title}. ${statement}`} />
    </ChartCard>
  );
}

/** The first and the last, which in a table that is cut is but the last of those shown. */
function statementOf(rows: readonly BarRow[], table: Table, { words }: Tongue): string {
  const { charts: says } = words;
  const [first, last] = [rows[0], rows.at(-1)].map((row) => (row ? says.labelled(row.label, row.value) : '–'));
  if (rows.length < 2) return says.only(first ?? '–');
  return (table.rowCount > rows.length ? says.firstAndLastShown : says.firstAndLast)(first ?? '–', last ?? '–');
}

/** The value before of each row; undefined where none has one. */
function previousIn({ previousBy, value }: RankingComponent, { table, before }: ChartData): Row[string][] | undefined {
  if (!previousBy || !before) return undefined;
  const byKey = new Map(before.table.rows.map((row) => [row[previousBy], row[value]]));
  const all = table.rows.map((row) => byKey.get(row[previousBy]) ?? null);
  return all.some((cell) => numberOf(cell) !== null) ? all : undefined;
}

interface Previous {
  readonly series: Series;
  readonly previous: readonly Row[string][];
  readonly title: string;
}

/** The data with a column more, behind that of the value. */
function withPrevious({ table, definition, ...rest }: ChartData, { series, previous, title }: Previous): ChartData {
  const name = `previous_${series.column}`;
  const columns = table.columns.flatMap((one) =>
    one.name === series.column ? [one, { name, type: 'number' as const }] : [one],
  );
  const rows = table.rows.map((row, at) => ({ ...row, [name]: previous[at] ?? null }));
  const described: Pick<TableDefinition, 'columns'> = {
    columns: { ...definition?.columns, [name]: { title, format: series.format } },
  };
  return {
    ...rest,
    table: { ...table, columns, rows },
    definition: { name: table.name, sql: '', ...definition, ...described },
  };
}
