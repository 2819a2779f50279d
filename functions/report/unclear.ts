import { z } from 'zod';
import { english } from '../core/language.ts';
import type { Cell, Table } from '../core/quality.ts';
import type { ChartDefinition, FigureDefinition, ReportDefinition } from '../definition/define-report.ts';

/** Said of a figure whose table has other values behind the first, which it shows. */
export function otherRows({ column }: Pick<FigureDefinition, 'column'>, table: Table | undefined): string | undefined {
  if (!table || valuesOf(column, table).size < 2) return undefined;
  return `The first of ${english.cell(table.rowCount)} rows of ${table.name}.`;
}

/** What `timeSeries` says of the column that its line runs along. */
const line = z.object({ along: z.string() });

/** Said of a line over time that has several points at one time. */
export function repeatedTimes({ spec }: Pick<ChartDefinition, 'spec'>, table: Table): string | undefined {
  const { along } = line.safeParse(spec.usermeta).data ?? {};
  if (along === undefined) return undefined;
  const rows = table.rows.filter((row) => row[along] !== null);
  const times = valuesOf(along, { rows }).size;
  if (times === rows.length) return undefined;
  return (
    `${english.cell(rows.length)} rows have but ${english.cell(times)} values of ${along}, so that the line goes up and ` +
    "down: aggregate them in the table's SQL, one row for each."
  );
}

/** All of that, each with the title of the figure or the chart. */
export function unclear({ figures, charts }: ReportDefinition, tables: readonly Table[]): string[] {
  const tableOf = (name: string) => tables.find((table) => table.name === name);
  const said = [
    ...figures.map((figure) => ({ title: figure.title, problem: otherRows(figure, tableOf(figure.table)) })),
    ...charts.map((chart) => {
      const table = tableOf(chart.table);
      return { title: chart.title, problem: table && repeatedTimes(chart, table) };
    }),
  ];
  return said.flatMap(({ title, problem }) => (problem ? [`${title}: ${problem}`] : []));
}

const valuesOf = (column: string, { rows }: Pick<Table, 'rows'>): ReadonlySet<Cell | undefined> =>
  new Set(rows.map((row) => row[column]));
