import type { Cell } from '../../core/quality.ts';
import type { RankingComponent } from '../../definition/components/ranking.ts';
import type { TableDefinition } from '../../definition/define-report.ts';
import type { ChartData } from './data.ts';
import { numberOf, type Series } from './numbers.ts';

/** The value that each row had in the report compared with; undefined where none had one. */
export function previousIn(
  { previousBy, value }: Pick<RankingComponent, 'previousBy' | 'value'>,
  { table, before }: Pick<ChartData, 'table' | 'before'>,
): Cell[] | undefined {
  if (!previousBy || !before) return undefined;
  const byKey = new Map(before.table.rows.map((row) => [row[previousBy], row[value]]));
  const all = table.rows.map((row) => byKey.get(row[previousBy]) ?? null);
  return all.some((cell) => numberOf(cell) !== null) ? all : undefined;
}

interface Previous {
  readonly series: Series;
  readonly previous: readonly Cell[];
  /** The heading of its column. */
  readonly title: string;
}

/** The data with the values before as a column behind their own. */
export function withPrevious(data: ChartData, { series, previous, title }: Previous): ChartData {
  const { table, definition } = data;
  const name = `previous_${series.column}`;
  const columns = table.columns.flatMap((one) =>
    one.name === series.column ? [one, { name, type: 'number' as const }] : [one],
  );
  const rows = table.rows.map((row, at) => ({ ...row, [name]: previous[at] ?? null }));
  const described: TableDefinition = {
    name: table.name,
    sql: '',
    ...definition,
    columns: { ...definition?.columns, [name]: { title, format: series.format } },
  };
  return { ...data, table: { ...table, columns, rows }, definition: described };
}
