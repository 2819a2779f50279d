import { TributaryError } from '../core/errors.ts';
import type { Table } from '../core/quality.ts';
import type { ReportDefinition } from '../core/report.ts';

/** Throws PipelineInvalid where the report shows columns that its tables do not have: they would be empty in silence. */
export function checkShown({ figures, charts }: ReportDefinition, tables: readonly Table[]): void {
  const shown = [
    ...figures.map(({ title, table, column }) => ({ title, table, column })),
    ...figures.flatMap(({ title, trend }) => (trend ? [{ title, ...trend }] : [])),
    ...charts.flatMap(({ title, table, previousBy: column }) => (column ? [{ title, table, column }] : [])),
  ];
  const problems = shown.flatMap(({ title, table, column }) => {
    const columns = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name);
    return columns && !columns.includes(column)
      ? [`"${title}" names column "${column}" of table "${table}", which has ${columns.join(', ')}.`]
      : [];
  });
  if (problems.length === 0) return;
  throw new TributaryError('PipelineInvalid', `pipeline/report/report.ts cannot be used:\n- ${problems.join('\n- ')}`);
}
