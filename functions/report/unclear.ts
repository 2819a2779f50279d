import type { Cell, Table } from '../core/quality.ts';
import type { OfTable } from '../definition/components/component.ts';
import { boundToTables } from '../definition/components/components.ts';
import { type FigureDefinition, pageOf, type ReportDefinition } from '../definition/define-report.ts';
import { type Tongue, tongueOf } from '../publishing/tongue.tsx';

/** Said of a figure whose table has other values behind the first, which it shows. */
export function otherRows(
  { column }: Pick<FigureDefinition, 'column'>,
  table: Table | undefined,
  { words, cell }: Tongue,
): string | undefined {
  if (!table || valuesOf(column, table).size < 2) return undefined;
  return words.page.firstOfRows(cell(table.rowCount), table.name);
}

/** Said of a component whose rows lie along a column, where several of them have one value of it. */
export function repeatedRows(
  { along }: Pick<OfTable, 'along'>,
  table: Table,
  { words, cell }: Tongue,
): string | undefined {
  if (along === undefined) return undefined;
  const rows = table.rows.filter((row) => row[along] !== null);
  const values = valuesOf(along, { rows }).size;
  return values === rows.length ? undefined : words.charts.repeated(cell(rows.length), cell(values), along);
}

/** All of that in English, each with the title of the figure or the component. */
export function unclear(report: ReportDefinition, tables: readonly Table[]): string[] {
  const spoken = tongueOf('en');
  const tableOf = (name: string) => tables.find((table) => table.name === name);
  const said = [
    ...report.figures.map((figure) => ({
      title: figure.title,
      problem: otherRows(figure, tableOf(figure.table), spoken),
    })),
    ...boundToTables(pageOf(report)).map((component) => {
      const table = tableOf(component.table);
      return { title: component.title, problem: table && repeatedRows(component, table, spoken) };
    }),
  ];
  return said.flatMap(({ title, problem }) => (problem ? [`${title}: ${problem}`] : []));
}

const valuesOf = (column: string, { rows }: Pick<Table, 'rows'>): ReadonlySet<Cell | undefined> =>
  new Set(rows.map((row) => row[column]));
