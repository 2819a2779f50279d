import { TributaryError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Table } from '../core/quality.ts';
import { chartFields } from '../definition/chart-fields.ts';
import type { ChartDefinition, ReportDefinition } from '../definition/define-report.ts';

type Described = { readonly name: string; readonly columns: readonly Pick<Table['columns'][number], 'name'>[] };

/** Each column that the report shows and its tables do not have, as a sentence: it would be empty in silence. */
export function shownProblems(report: ReportDefinition, tables: readonly Described[]): string[] {
  const { figures, charts } = report;
  const shown = [
    ...figures.map(({ title, table, column }) => ({ title, table, column })),
    ...figures.flatMap(({ title, trend }) => (trend ? [{ title, ...trend }] : [])),
    ...charts.flatMap(({ title, table, previousBy: column }) => (column ? [{ title, table, column }] : [])),
    ...charts.flatMap((chart) => fieldsOf(chart, tables)),
    ...report.tables.flatMap(({ name, title = name, columns = {} }) =>
      Object.keys(columns).map((column) => ({ title, table: name, column })),
    ),
  ];
  return shown.flatMap(({ title, table, column }) => {
    const columns = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name);
    if (!columns || columns.includes(column)) return [];
    const meant = nearest(column, columns) || `it has ${columns.join(', ')}.`;
    return [`"${title}" names column "${column}" of table "${table}", which does not have it: ${meant}`];
  });
}

/** Fields of a chart that neither its table nor the chart itself has. */
function fieldsOf({ title, table, spec, previousBy }: ChartDefinition, tables: readonly Described[]) {
  const { used, made, open } = chartFields(spec);
  const columns = new Set(tables.find(({ name }) => name === table)?.columns.map(({ name }) => name));
  const isKnown = (field: string) =>
    columns.has(field) ||
    made.has(field) ||
    (previousBy !== undefined && field.startsWith('previous_') && columns.has(field.slice('previous_'.length)));
  return open ? [] : [...used].filter((field) => !isKnown(field)).map((column) => ({ title, table, column }));
}

/** Throws PipelineInvalid where the report shows what its tables do not have. */
export function checkShown(report: ReportDefinition, tables: readonly Described[]): void {
  const problems = shownProblems(report, tables);
  if (problems.length === 0) return;
  throw new TributaryError('PipelineInvalid', `pipeline/report/report.ts cannot be used:\n- ${problems.join('\n- ')}`);
}
